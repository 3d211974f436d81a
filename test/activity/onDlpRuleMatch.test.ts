import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { onDlpRuleMatch } from '../../functions/activity/onDlpRuleMatch.ts';
import { dlpRecord, matchedValues } from '../../sandbox/activityFeed/dlpRecord.ts';
import { dlpPolicies } from '../../sandbox/contoso/dlpPolicies.ts';
import { labels } from '../../sandbox/contoso/labels.ts';
import { sensitiveInformationTypes } from '../../sandbox/contoso/sensitiveInformationTypes.ts';
import { sites } from '../../sandbox/contoso/sites.ts';
import { users } from '../../sandbox/contoso/users.ts';
import { startTrigger } from './triggerFixture.ts';

const { creditCardNumber } = sensitiveInformationTypes;
const policy = dlpPolicies.financialData;
const [high, low] = policy.rules;
const at = new Date();
const inFile = (rule: (typeof policy.rules)[number], site: (typeof sites)[keyof typeof sites], name: string) => {
  const file = Object.values(site.files).find((candidate) => candidate.name === name) ?? assert.fail();
  return { policy, rule, user: users.adele, location: { kind: 'file' as const, site, file }, at };
};
const many = dlpRecord(inFile(high, sites.adeleOneDrive, 'Customer cards to refund.xlsx'));
const few = dlpRecord(inFile(low, sites.marketing, 'Loyalty members.xlsx'));
const mail = dlpRecord(
  {
    policy,
    rule: low,
    user: users.diego,
    location: {
      kind: 'mail',
      subject: 'Cards',
      recipient: 'partner@fabrikam.com',
      attachments: 1,
      networkMessageId: 'm-1',
    },
    at,
  },
  { exceptionInfo: { Reason: 'Override', Justification: 'The customer asked for it.', FalsePositive: false } },
);
const undone = dlpRecord(inFile(low, sites.marketing, 'Loyalty members.xlsx'), { operation: 'DlpRuleUndo' });
const records = [many, few, mail, undone].map((record) => ({ source: 'dlpActivity' as const, record }));

describe('OnDlpRuleMatch', () => {
  let flows: Awaited<ReturnType<typeof startTrigger>>;
  before(async () => {
    flows = await startTrigger(onDlpRuleMatch);
  });
  after(() => flows.close());

  const idsOf = (events: readonly Readonly<Record<string, unknown>>[]) =>
    events.map(({ ruleMatch }) => Object(ruleMatch).recordId);

  test('starts a flow for what it asks for, and for nothing else', async () => {
    const rows: readonly (readonly [object, readonly { readonly Id: string }[]])[] = [
      [{}, [many, few, mail]],
      [{ includeUndone: true }, [many, few, mail, undone]],
      [{ sensitiveTypes: ['credit card number'] }, [many, few, mail]],
      [{ sensitiveTypes: [creditCardNumber.id], minimumCount: 10 }, [many]],
      [{ minimumCount: 5 }, [many]],
      [{ sensitiveTypes: ['Passport Number'] }, []],
      [{ minimumSeverity: 'high' }, [many]],
      [{ policies: [policy.id.toUpperCase()], rules: [low.name] }, [few, mail]],
      [{ users: ['diego@contoso.com'] }, [mail]],
      [{ workloads: ['OneDrive'] }, [many]],
    ];
    const received = await flows.deliver(
      rows.map(([input]) => input),
      records,
    );
    rows.forEach(([input, expected], row) => {
      const ids = expected.map(({ Id }) => Id);
      assert.deepEqual([input, ...idsOf(received[row] ?? []).sort()], [input, ...ids.sort()]);
    });
  });

  test('tells policy, rule, findings with counts, item, actions and override, and no matched value', async () => {
    const [events = []] = await flows.deliver(
      [{ users: [users.pradeep.userPrincipalName] }],
      [
        {
          source: 'dlpActivity',
          record: dlpRecord({ ...inFile(high, sites.finance, 'Card payments Q3.xlsx'), user: users.pradeep }),
        },
        { source: 'dlpActivity', record: { ...mail, Id: 'another', UserId: users.pradeep.userPrincipalName } },
      ],
    );
    const [file, sent] = events.map(({ ruleMatch }) => Object(ruleMatch));
    assert.partialDeepStrictEqual(file, {
      outcome: 'matched',
      policyName: 'Financial data',
      ruleName: high.name,
      severity: 'high',
      actions: ['BlockAccess', 'NotifyUser', 'GenerateAlert'],
      item: { kind: 'file', name: 'Card payments Q3.xlsx', siteUrl: sites.finance.webUrl },
      sensitiveInformation: [{ typeName: 'Credit Card Number', count: 112, confidence: 95 }],
      rules: [{ ruleId: high.id, conditions: ['AccessScope'] }],
    });
    assert.partialDeepStrictEqual(sent, {
      item: { kind: 'mail', name: 'Cards', recipients: ['partner@fabrikam.com'] },
      override: { reason: 'Override', justification: 'The customer asked for it.', falsePositive: false },
    });
    assert.ok(matchedValues.every((value) => !JSON.stringify(events).includes(value)));
  });

  test('tells the labels of the item, and is filtered by them, by name and by id', async () => {
    const record = dlpRecord({ ...inFile(high, sites.finance, 'Card payments Q3.xlsx'), user: users.lynne });
    const { id, name } = labels.confidentialAllEmployees;
    const received = await flows.deliver(
      [{ labels: [name.toUpperCase()] }, { labels: [id] }, { labels: ['Public'] }],
      [{ source: 'dlpActivity', record }],
    );
    assert.deepEqual(received.map(idsOf), [[record.Id], [record.Id], []]);
    assert.partialDeepStrictEqual(received[0]?.[0]?.ruleMatch, { item: { labelIds: [id], labelNames: [name] } });
  });

  test('refuses a faulty input by its name, and subscribes nobody', async () => {
    for (const [field, input] of Object.entries({
      minimumCount: { minimumCount: -1 },
      sensitiveTypes: { sensitiveTypes: 'all' },
      includeUndone: { includeUndone: 'yes' },
      linkKinds: { linkKinds: [] },
    })) {
      const { status, text } = await flows.subscribe(input);
      assert.equal(status, 400, text);
      assert.ok(text.includes(field), text);
    }
  });
});
