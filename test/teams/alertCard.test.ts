import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { workflowsMessage } from '../../functions/integrations/workflowsMessage.ts';
import { type AlertCardInput, alertCard } from '../../functions/teams/alertCard.ts';
import { cardFaults } from '../../functions/teams/cardFaults.ts';
import { channelMessage } from '../../functions/teams/channelMessage.ts';
import { messageBytes, messageLimitBytes } from '../../functions/teams/messageLimit.ts';
import { anyText } from '../anyText.ts';
import { linksOf, parserFaults, partsOf, textsOf } from './cardParts.ts';

const alert: AlertCardInput = {
  eventId: 'evt-1',
  title: 'Credit card numbers sent outside',
  severity: 'high',
  status: 'inProgress',
  policyName: 'Finance data',
  userPrincipalName: 'adele@contoso.com',
  userDisplayName: 'Adele Vance',
  files: [{ name: 'Q3_forecast.xlsx', url: 'https://contoso.sharepoint.com/sites/finance/Q3_forecast.xlsx' }],
  product: 'Microsoft Data Loss Prevention',
  createdAt: '2026-11-22T09:30:12.345Z',
  portalUrl: 'https://security.microsoft.com/alerts/dl1',
  incidentId: '77',
};

describe('the card of an alert', () => {
  test('tells severity, status, policy, user, file, time and incident', () => {
    const card = alertCard(alert);
    assert.deepEqual(textsOf(card, 'TextRun'), [
      'Credit card numbers sent outside',
      'Microsoft Data Loss Prevention',
      'High',
      'In progress',
      'Finance data',
      'Adele Vance (adele@contoso.com)',
      'Q3_forecast.xlsx',
      '77',
      'evt-1',
    ]);
    assert.deepEqual(textsOf(card, 'TextBlock'), [
      'Severity',
      'Status',
      'Policy',
      'User',
      'File',
      'Raised',
      '{{DATE(2026-11-22T09:30:12Z,SHORT)}} {{TIME(2026-11-22T09:30:12Z)}}',
      'Incident',
      'Event',
    ]);
  });

  test('calls the user by what is known of them, and leaves room for the sign-in name beside a long one', () => {
    const { userPrincipalName, userDisplayName, ...others } = alert;
    const userIn = (known: Partial<AlertCardInput>) => textsOf(alertCard({ ...others, ...known }), 'TextRun')[5];
    assert.equal(userIn({ userPrincipalName: 'adele@contoso.com' }), 'adele@contoso.com');
    assert.equal(userIn({ userDisplayName: 'Adele Vance' }), 'Adele Vance');
    assert.equal(userIn({ pseudonym: 'AnonyIS8-988' }), 'AnonyIS8-988');
    const crowded = userIn({ userPrincipalName: 'adele@contoso.com', userDisplayName: 'A'.repeat(500) });
    assert.match(crowded ?? '', /^A{74}… \(adele@contoso\.com\)$/);
  });

  test('names severity and status as people do, and one that it does not know as it came', () => {
    const named = (severity: string, status: string) =>
      textsOf(alertCard({ ...alert, severity, status }), 'TextRun').slice(2, 4);
    assert.deepEqual(named('medium', 'new'), ['Medium', 'New']);
    assert.deepEqual(named('low', 'resolved'), ['Low', 'Resolved']);
    assert.deepEqual(named('informational', 'constructor'), ['Informational', 'constructor']);
    assert.deepEqual(named('critical', 'new'), ['critical', 'New']);
  });

  test('has words of its own where the alert gives none that anybody could see', () => {
    const unseen = '\u200B\u202E';
    const texts = textsOf(alertCard({ ...alert, title: unseen, product: '', files: [{ name: unseen }] }), 'TextRun');
    assert.deepEqual([texts[0], texts[1], texts[6]], ['Untitled alert', 'Microsoft Purview', 'Unnamed file']);
  });

  test('links to the file and to Defender, by addresses that are written out', () => {
    const raw = alertCard({
      ...alert,
      files: [{ name: 'plan', url: 'https://contoso.sharepoint.com/sites/a/My "plan".docx' }],
      portalUrl: 'https://security.microsoft.com/alerts/a b',
    });
    assert.deepEqual(linksOf(raw), [
      'https://contoso.sharepoint.com/sites/a/My%20%22plan%22.docx',
      'https://security.microsoft.com/alerts/a%20b',
    ]);
  });

  test('shows an address that is not Microsoft’s as text', () => {
    const card = alertCard({
      ...alert,
      files: [{ name: 'a.docx', url: 'https://evil.test/a.docx' }],
      portalUrl: 'http://security.microsoft.com/alerts/dl1',
    });
    assert.deepEqual(linksOf(card), []);
    const texts = textsOf(card, 'TextRun');
    assert.ok(texts.includes('a.docx (https://evil.test/a.docx)'));
    assert.ok(texts.includes('http://security.microsoft.com/alerts/dl1'));
  });

  test('has a colour for each severity', () => {
    const styles = ['high', 'medium', 'low', 'informational', 'unknown', 'constructor'].map((severity) => {
      const header = [...partsOf(alertCard({ ...alert, severity }))].find((part) => part.bleed === true);
      return header?.style;
    });
    assert.deepEqual(styles, ['attention', 'warning', 'accent', 'emphasis', 'emphasis', 'emphasis']);
  });

  test('names the first five files and counts the others', () => {
    const files = Array.from({ length: 12 }, (_, index) => ({ name: `file ${index + 1}.docx` }));
    const card = alertCard({ ...alert, files });
    assert.equal(textsOf(card, 'TextRun').filter((text) => text.startsWith('file ')).length, 5);
    assert.ok(textsOf(card, 'TextBlock').includes('and 7 more'));
  });

  test('leaves out what the alert does not say', () => {
    const card = alertCard({ title: 'T', severity: 'low', status: 'new', files: [], product: 'P', createdAt: 'soon' });
    assert.deepEqual(textsOf(card, 'TextBlock'), ['Severity', 'Status', 'Raised']);
    assert.ok(textsOf(card, 'TextRun').includes('soon'));
    assert.equal(card.actions, undefined);
  });

  test('says so when it is a test, and carries a message of the sender on top', () => {
    const card = alertCard({ ...alert, isTest: true }, { message: 'Please look at <this>' });
    assert.ok(textsOf(card, 'TextBlock').includes('Test event: nothing happened'));
    assert.equal(textsOf(card, 'TextRun')[0], 'Please look at ‹this›');
  });

  test('is a card that Microsoft’s parser takes without a word', () => {
    assert.deepEqual(parserFaults(alertCard(alert)), []);
    assert.deepEqual(parserFaults(alertCard({ ...alert, isTest: true }, { message: 'Look' })), []);
  });
});

describe('the card of a hostile alert', () => {
  const hostile = fc.oneof(
    anyText(),
    fc.constantFrom(
      '[Sign in](https://evil.test)',
      '![](https://evil.test/t.gif)',
      '<at>everyone</at>',
      '{{DATE(2026-11-22T00:00:00Z,SHORT)}}',
      'javascript:alert(1)',
      '**bold** `code` # head > quote ~~gone~~ __low__',
      '"\\'.repeat(2_000),
      '😀'.repeat(2_000),
      '漢'.repeat(4_000),
    ),
  );
  // fast-check's webUrl takes a third of a second to make: it puts all characters there are into a map.
  const webAddress = fc
    .tuple(fc.constantFrom('http', 'https'), fc.domain(), fc.string())
    .map(([scheme, host, path]) => `${scheme}://${host}/${path}`);
  const address = fc.oneof(
    hostile,
    webAddress,
    fc.string().map((text) => `https://contoso.sharepoint.com/${text}`),
    fc.constantFrom(`https://contoso.sharepoint.com/${"'".repeat(969)}`, 'https://evil.test/'),
  );
  const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
  const alerts = fc
    .record({
      eventId: optional(hostile),
      title: hostile,
      severity: fc.oneof(hostile, fc.constant('high')),
      status: hostile,
      policyName: optional(hostile),
      userPrincipalName: optional(hostile),
      userDisplayName: optional(hostile),
      pseudonym: optional(hostile),
      files: fc.array(fc.record({ name: hostile, url: address }), { maxLength: 8 }),
      product: hostile,
      createdAt: fc.oneof(hostile, fc.constantFrom('2026-11-22T09:30:12Z', '+275760-09-13T00:00:00Z', '-000001-01-01')),
      portalUrl: optional(address),
      incidentId: optional(hostile),
      isTest: optional(fc.boolean()),
      message: optional(hostile),
    })
    .map((fields) => JSON.parse(JSON.stringify(fields)) as AlertCardInput & { message?: string });

  const ours =
    /^(Severity|Status|Policy|User|Files?|Raised|Incident|Link|Event|and \d+ more|Test event: nothing happened|\{\{DATE\(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ,SHORT\)\}\} \{\{TIME\(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ\)\}\})$/;

  test('is a faultless card of plain text and of links to Microsoft only, and fits a message on either way to Teams', () => {
    fc.assert(
      fc.property(alerts, ({ message, ...input }) => {
        const card = alertCard(input, message === undefined ? {} : { message });
        assert.deepEqual(parserFaults(card), []);
        assert.deepEqual([...cardFaults(card, 'card')], []);
        for (const text of textsOf(card, 'TextBlock')) assert.match(text, ours);
        for (const text of textsOf(card, 'TextRun')) assert.doesNotMatch(text, /[<>\p{Cc}\p{Cf}]|\]\(|\{\{/u);
        for (const link of linksOf(card)) {
          assert.match(link, /^https:\/\/(security\.microsoft\.com|contoso\.sharepoint\.com)\//);
        }
        assert.ok(messageBytes(channelMessage({ card })) <= messageLimitBytes);
        assert.ok(messageBytes(workflowsMessage(card)) <= messageLimitBytes);
      }),
    );
  });

  test('fits even when every text has its full length in the costliest characters', () => {
    const text = '"\\😀'.repeat(1_000);
    const url = `https://contoso.sharepoint.com/${"'".repeat(969)}`;
    for (const filler of [text, '"'.repeat(2_000), '漢'.repeat(2_000)]) {
      const card = alertCard(
        {
          eventId: filler,
          title: filler,
          severity: filler,
          status: filler,
          policyName: filler,
          userPrincipalName: filler,
          userDisplayName: filler,
          files: Array.from({ length: 50 }, () => ({ name: filler, url })),
          product: filler,
          createdAt: filler,
          portalUrl: `https://security.microsoft.com/${"'".repeat(969)}`,
          incidentId: filler,
          isTest: true,
        },
        { message: filler },
      );
      assert.equal(linksOf(card).length, 6);
      const bytes = messageBytes(channelMessage({ card }));
      assert.ok(bytes <= messageLimitBytes, `${bytes} bytes`);
    }
  });
});
