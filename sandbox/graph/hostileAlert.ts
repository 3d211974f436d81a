import { randomUUID } from 'node:crypto';
import type { NewAlert } from './alertRecord.ts';

export type Hostility = 'wrongTypes' | 'hugeStrings' | 'markup';

const hugeTextCharacters = 5 * 1024 * 1024;

/** A record that no client should have to expect, and that every client has to survive. */
export function hostileAlert(hostility: Hostility): NewAlert {
  const id = `dl${randomUUID()}`;
  const source = { id, serviceSource: 'dataLossPrevention', detectionSource: 'microsoftDataLossPrevention' };
  switch (hostility) {
    case 'wrongTypes':
      // Parsed from text, because no value of the record's own type is wrong enough.
      return JSON.parse(
        JSON.stringify({
          ...source,
          title: { nested: ['not', 'a', 'title'] },
          severity: 7,
          status: ['new'],
          categories: 'Exfiltration',
          additionalData: ['AlertPolicyTitle'],
          evidence: { '@odata.type': 42 },
          firstActivityDateTime: 'the day before yesterday',
        }),
      );
    case 'hugeStrings':
      return { ...source, title: 'T'.repeat(hugeTextCharacters), description: 'D'.repeat(hugeTextCharacters) };
    case 'markup':
      return {
        ...source,
        title: '<img src=x onerror=alert(1)>[click](javascript:alert(1))',
        description: '</script><script>alert(1)</script> {{7*7}} \u202egnp.exe \u0000',
        additionalData: { AlertPolicyTitle: '"><svg onload=alert(1)>' },
      };
  }
}
