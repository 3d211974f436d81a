import type { Product } from './alertEnums.ts';

/** What an alert says of where it comes from. */
export interface Origin {
  readonly id: string;
  readonly serviceSource: string | undefined;
  readonly detectionSource: string | undefined;
  readonly productName: string | undefined;
}

const byServiceSource = new Map<string, Product>([
  ['dataLossPrevention', 'dlp'],
  ['microsoftInsiderRiskManagement', 'insiderRisk'],
  ['microsoftDefenderForCloudApps', 'cloudApps'],
]);
const byDetectionSource = new Map<string, Product>([
  ['microsoftDataLossPrevention', 'dlp'],
  ['microsoftInsiderRiskManagement', 'insiderRisk'],
  ['cloudAppSecurity', 'cloudApps'],
]);
/** https://learn.microsoft.com/defender-xdr/investigate-alerts, "Alert sources" */
const byPrefix = new Map<string, Product>([
  ['dl', 'dlp'],
  ['ir', 'insiderRisk'],
  ['ca', 'cloudApps'],
  ['rm', 'cloudApps'],
]);
const byName: readonly [RegExp, Product][] = [
  [/data loss prevention|\bdlp\b/i, 'dlp'],
  [/insider risk/i, 'insiderRisk'],
  [/cloud app/i, 'cloudApps'],
];

/**
 * The product that an alert comes from. Graph masks newer sources as `unknownFutureValue` at times, whatever the
 * request asked for; then the detection source, the prefix of the id and the product's name tell.
 */
export function productOf({ id, serviceSource = 'unknown', detectionSource = '', productName = '' }: Origin): Product {
  if (serviceSource !== 'unknown' && serviceSource !== 'unknownFutureValue') {
    return byServiceSource.get(serviceSource) ?? 'other';
  }
  return (
    byDetectionSource.get(detectionSource) ??
    byPrefix.get(id.slice(0, 2).toLowerCase()) ??
    byName.find(([pattern]) => pattern.test(productName))?.[1] ??
    'other'
  );
}
