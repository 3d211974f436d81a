import { createPrivateKey, randomUUID, X509Certificate } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface Certificates {
  /** For NODE_EXTRA_CA_CERTS of a process that calls the sandbox. */
  caFile: string;
  caPem: string;
  keyPem: string;
  certificatePem: string;
}

const dayMs = 24 * 60 * 60 * 1000;
const renewBeforeExpiryMs = 14 * dayMs;
const fileNames = { ca: 'ca.pem', key: 'key.pem', certificate: 'certificate.pem' };

/**
 * A local certificate authority and its server certificate for localhost, 127.0.0.1 and ::1, kept in `directory` and
 * made anew two weeks before they expire.
 *
 * Each set is a numbered subdirectory that appears by one rename, so processes that start at the same time agree on
 * one set without a lock: whoever comes second finds the number taken and reads what is there.
 */
export async function certificates(directory: string, now = new Date()): Promise<Certificates> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const newest = await newestSet(directory);
  const kept = await readSet(join(directory, String(newest)), now);
  return kept ?? (await publishSet(directory, newest + 1, now));
}

async function newestSet(directory: string): Promise<number> {
  const numbers = (await readdir(directory)).filter((name) => /^\d+$/.test(name)).map(Number);
  return Math.max(0, ...numbers);
}

async function publishSet(directory: string, number: number, now: Date): Promise<Certificates> {
  const published = join(directory, String(number));
  const draft = join(directory, `draft-${randomUUID()}`);
  // What makes them takes longer to load than they take to read.
  const { makeCertificates } = await import('./makeCertificates.ts');
  const made = await makeCertificates(now);
  await mkdir(draft, { mode: 0o700 });
  try {
    await writeFile(join(draft, fileNames.ca), made.caPem);
    await writeFile(join(draft, fileNames.certificate), made.certificatePem);
    await writeFile(join(draft, fileNames.key), made.keyPem, { mode: 0o600 });
    await rename(draft, published);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    const winner = await readSet(published, now);
    if (!winner) throw error;
    return winner;
  }
  return { caFile: join(published, fileNames.ca), ...made };
}

async function readSet(directory: string, now: Date): Promise<Certificates | undefined> {
  const caFile = join(directory, fileNames.ca);
  try {
    const [caPem, certificatePem, keyPem] = await Promise.all([
      readFile(caFile, 'utf8'),
      readFile(join(directory, fileNames.certificate), 'utf8'),
      readFile(join(directory, fileNames.key), 'utf8'),
    ]);
    const set = { caFile, caPem, keyPem, certificatePem };
    return isUsable(set, now) ? set : undefined;
  } catch {
    // Missing or damaged files are no set: the caller makes a new one.
    return undefined;
  }
}

function isUsable({ caPem, certificatePem, keyPem }: Certificates, now: Date): boolean {
  const authority = new X509Certificate(caPem);
  const certificate = new X509Certificate(certificatePem);
  const usableUntil =
    Math.min(authority.validToDate.getTime(), certificate.validToDate.getTime()) - renewBeforeExpiryMs;
  return (
    now.getTime() < usableUntil &&
    certificate.verify(authority.publicKey) &&
    certificate.checkPrivateKey(createPrivateKey(keyPem))
  );
}
