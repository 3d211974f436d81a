import { Problem } from '../../runtime/problem.ts';

const laterSeconds = 300;

/** Why SharePoint cannot open a file, by the codes of https://learn.microsoft.com/graph/api/driveitem-assignsensitivitylabel. */
const reasons: ReadonlyMap<string, string> = new Map([
  [
    'fileDoubleKeyEncrypted',
    'The file has double key encryption, so Microsoft 365 cannot open it: read or change its label in an Office app, as somebody who has the key.',
  ],
  [
    'fileDecryptionNotSupported',
    'The file is encrypted in a way that SharePoint cannot open: read or change its label in an Office app.',
  ],
]);

/** What 423 means to the one who asked; `said` is the service's own sentence. */
export function lockedFile(codes: readonly string[], said: string): Problem {
  if (codes.includes('fileDecryptionDeferred')) {
    return new Problem('Conflict', `SharePoint is still decrypting the file: repeat this in a few minutes. ${said}`, {
      retryAfterSeconds: laterSeconds,
    });
  }
  const reason = codes.map((code) => reasons.get(code)).find((found) => found !== undefined);
  return new Problem(
    'Conflict',
    `${reason ?? 'It is locked, perhaps because somebody has it open or checked out: repeat this when it is free.'} ${said}`,
  );
}
