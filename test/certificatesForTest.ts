import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Certificates, certificates } from '../sandbox/certificates.ts';

/** Where a run of many files says in which folder it keeps certificates for all of them. */
export const sharedCertificates = 'CERTIFICATES_OF_TESTS';

let folder: string | undefined;

/** Certificates for simulators: those of the run that this test is part of, or made for this process. */
export function certificatesForTest(): Promise<Certificates> {
  folder ??= process.env[sharedCertificates] ?? makeFolder();
  return certificates(folder);
}

function makeFolder(): string {
  const made = mkdtempSync(join(tmpdir(), 'certificates-'));
  process.once('exit', () => rmSync(made, { recursive: true }));
  return made;
}
