/** The version of the back end: that of package.json, which a test compares. */
export const backEndVersion = '0.1.0';

/** The version of the contract between connector, flows and back end: info.version of the swagger. */
export const contractVersion = '0.1.0';

/** The oldest contract that connectors and flows of which the back end still serves. */
export const oldestContractVersion = '0.1.0';

/** Orders versions of the form 1.2.3; negative when the first is older. */
export function compareVersions(one: string, other: string): number {
  const [a, b] = [one, other].map((version) => version.split('.').map(Number));
  for (let part = 0; part < 3; part += 1) {
    const difference = (a?.[part] ?? 0) - (b?.[part] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
