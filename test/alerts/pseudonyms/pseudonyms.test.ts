import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { toAlertDraft } from '../../../functions/alerts/alertDraft.ts';
import { toIncident } from '../../../functions/alerts/incidents/toIncident.ts';
import { keyedPseudonym } from '../../../functions/alerts/pseudonyms/keyedPseudonym.ts';
import { replacingPeople } from '../../../functions/alerts/pseudonyms/pseudonyms.ts';
import { toAlert } from '../../../functions/alerts/toAlert.ts';
import { Secret } from '../../../functions/runtime/secret.ts';
import { dlpPolicies } from '../../../sandbox/contoso/dlpPolicies.ts';
import { sites } from '../../../sandbox/contoso/sites.ts';
import { users } from '../../../sandbox/contoso/users.ts';
import { type AlertRecord, alertRecord, type NewAlert } from '../../../sandbox/graph/alertRecord.ts';
import { dlpAlert } from '../../../sandbox/graph/dlpAlert.ts';
import {
  analyzedMessageEvidence,
  deviceEvidence,
  fileEvidence,
  mailboxEvidence,
  userEvidence,
} from '../../../sandbox/graph/evidence.ts';
import { pseudonymOf as givenPseudonym, insiderRiskAlert } from '../../../sandbox/graph/insiderRiskAlert.ts';

const at = new Date('2026-09-01T08:00:00Z');
const time = at.toISOString();
const { lee, adele, megan } = users;
const keyOf = () => new Secret(randomBytes(32).toString('base64'));
const pseudonymOf = keyedPseudonym([keyOf()]);
const pseudonyms = replacingPeople(pseudonymOf);
const leesPseudonym = pseudonymOf(lee.userPrincipalName);

const record = (alert: NewAlert): AlertRecord => alertRecord(alert.id ?? 'ir1', time, alert);
const insiderRisk = (changes: NewAlert = {}, names: 'shown' | 'hidden' = 'shown'): AlertRecord =>
  record({ ...insiderRiskAlert({ user: lee, policyName: 'Data theft by departing users', at, names }), ...changes });

/** Everything by which Lee Gu could be told. */
const telling = new RegExp(
  [lee.displayName, 'Gu, Lee', lee.userPrincipalName, lee.id, 'lee_contoso_com', '\\blee\\b'].join('|'),
  'i',
);

/** An alert that names Lee in every place that alerts have. */
const talkative = insiderRisk({
  title: 'Insider risk: Lee Gu copied files',
  description: 'LEE GU (lee@contoso.com), also known as Gu, Lee, with the id f3194a3b-381e-43e7-952c-466e473a1797.',
  actorDisplayName: 'Lee Gu',
  recommendedActions: 'Talk to Lee Gu.',
  systemTags: ['Priority user lee@contoso.com'],
  customDetails: { Account: 'CONTOSO\\lee', Nested: { Owner: ['lee@contoso.com'] } },
  additionalData: { AlertPolicyTitle: 'Data theft by departing users', UserPrincipalName: 'lee@contoso.com' },
  comments: [{ comment: 'Asked Lee Gu.', createdByDisplayName: 'Megan Bowen', createdDateTime: time }],
  assignedTo: megan.userPrincipalName,
  evidence: [
    userEvidence(lee, time, ['policyViolator']),
    mailboxEvidence(lee, time),
    analyzedMessageEvidence(
      { sender: lee, recipient: 'me@fabrikam.com', subject: 'From Lee Gu', attachments: 1, networkMessageId: 'm1' },
      time,
    ),
    deviceEvidence('CONTOSO-LEE', 'd1', lee, time),
    fileEvidence({ name: 'Lee Gu, offer.docx', path: 'C:\\Users\\lee\\Downloads', sizeBytes: 10 }, time),
    fileEvidence(
      {
        name: 'b.docx',
        path: 'https://contoso-my.sharepoint.com/personal/lee_contoso_com/Documents/b.docx',
        sizeBytes: 10,
      },
      time,
    ),
  ],
});

test('replaces a person of an insider risk alert everywhere, by the same pseudonym', () => {
  assert.match(JSON.stringify(talkative), telling);
  const alert = toAlert(pseudonyms.ofAlert(talkative));
  assert.doesNotMatch(JSON.stringify(alert), telling);
  assert.equal(alert.title, `Insider risk: ${leesPseudonym} copied files`);
  assert.equal(alert.pseudonym, leesPseudonym);
  assert.equal(alert.actor, leesPseudonym);
  assert.equal(alert.userPrincipalName, undefined);
  assert.deepEqual(alert.users?.[0], { displayName: leesPseudonym });
  assert.equal(alert.files?.[0]?.path, `C:\\Users\\${leesPseudonym}\\Downloads`);
});

test('keeps what is not about the person: the policy, the owner, who commented, ids and words of enumerations', () => {
  const alert = toAlert(pseudonyms.ofAlert(talkative));
  const { policyName, assignedTo, alertId, severity, product } = alert;
  assert.deepEqual(
    { policyName, assignedTo, alertId, severity, product },
    {
      policyName: 'Data theft by departing users',
      assignedTo: megan.userPrincipalName,
      alertId: talkative.id,
      severity: 'high',
      product: 'insiderRisk',
    },
  );
  assert.deepEqual(alert.comments, [
    { comment: `Asked ${leesPseudonym}.`, createdBy: 'Megan Bowen', createdAt: '2026-09-01T08:00:00.000Z' },
  ]);
  assert.deepEqual(alert.evidence?.[0]?.roles, ['policyViolator']);
});

test('takes nothing over that lies too deep to be looked at', () => {
  let nested: unknown = { owner: { userPrincipalName: 'lee@contoso.com' }, list: ['Lee Gu'] };
  for (let depth = 0; depth < 30; depth++) nested = { nested };
  const hidden = JSON.stringify(pseudonyms.ofAlert({ ...talkative, additionalData: { nested } }));
  assert.doesNotMatch(hidden, telling);
});

test('keeps a word of an enumeration that is the name of a person, too', () => {
  const evidence = [{ ...userEvidence({ ...lee, displayName: 'suspicious' }, time), verdict: 'suspicious' }];
  const [kept] = Object(pseudonyms.ofAlert(insiderRisk({ evidence }))).evidence;
  assert.equal(kept.verdict, 'suspicious');
  assert.equal(kept.userAccount.displayName, leesPseudonym);
});

test('lets filters know the pseudonym and nothing else', () => {
  const { facets, actor } = toAlertDraft(toAlert(pseudonyms.ofAlert(talkative)));
  assert.deepEqual([facets.users, actor], [[leesPseudonym], leesPseudonym]);
  assert.deepEqual(facets.named, { insiderRiskPolicy: ['Data theft by departing users'] });
});

test('leaves other words alone that hold the name of the account', () => {
  const masked = Object(
    pseudonyms.ofAlert(insiderRisk({ description: 'While asleep, lees@contoso.com and Lee’s dog fled.' })),
  );
  assert.equal(masked.description, `While asleep, lees@contoso.com and ${leesPseudonym}’s dog fled.`);
});

const escapedAddresses = [
  ['https://contoso.sharepoint.com/sites/hr/CV%20Lee%20Gu.docx', 'https://contoso.sharepoint.com/sites/hr/CV%20*.docx'],
  ['https://admin.contoso.com/user?upn=lee%40contoso.com', 'https://admin.contoso.com/user?upn=*'],
  ['https://admin.contoso.com/user?upn=LEE%40contoso%2ecom&a=b', 'https://admin.contoso.com/user?upn=*&a=b'],
  ['https://admin.contoso.com/search?q=Lee+Gu', 'https://admin.contoso.com/search?q=*'],
  ['https://admin.contoso.com/search?q=Gu%2C%20Lee', 'https://admin.contoso.com/search?q=*'],
  [
    'https://contoso-my.sharepoint.com/my?id=%2Fpersonal%2Flee%5Fcontoso%5Fcom%2FDocuments',
    'https://contoso-my.sharepoint.com/my?id=%2Fpersonal%2F*%2FDocuments',
  ],
] as const;

for (const [address, masked] of escapedAddresses)
  test(`replaces a person in an escaped address: ${address}`, () => {
    const expected = masked.replace('*', leesPseudonym);
    const evidence = [
      userEvidence(lee, time),
      {
        ...deviceEvidence('CONTOSO-1', 'd1', lee, time),
        '@odata.type': '#microsoft.graph.security.urlEvidence',
        url: address,
      },
    ];
    const alert = toAlert(pseudonyms.ofAlert(insiderRisk({ evidence, additionalData: { Link: address } })));
    assert.deepEqual(Object(alert.additionalData).Link, expected);
    assert.ok(JSON.stringify(alert.evidence).includes(JSON.stringify(expected)));
  });

test('finds an accented name however it is composed or escaped, and leaves other text as it is composed', () => {
  const displayName = 'Zoë İnönü';
  const named = (description: string) =>
    Object(pseudonyms.ofAlert(insiderRisk({ description, evidence: [userEvidence({ ...lee, displayName }, time)] })));
  const [composed, decomposed] = [displayName.normalize('NFC'), displayName.normalize('NFD')];
  for (const name of [
    composed,
    decomposed,
    ...[composed, decomposed].flatMap((form) => [encodeURI(form), form.toUpperCase()]),
  ])
    assert.equal(named(`By ${name}.`).description, `By ${leesPseudonym}.`, name);
  const other = 'By Chloë.'.normalize('NFD');
  assert.equal(named(other).description, other);
});

test('replaces a person in the names of a threat', () => {
  const { threatDisplayName, threatFamilyName } = Object(
    pseudonyms.ofAlert(insiderRisk({ threatDisplayName: 'Leak by lee@contoso.com', threatFamilyName: 'Lee Gu' })),
  );
  assert.deepEqual([threatDisplayName, threatFamilyName], [`Leak by ${leesPseudonym}`, leesPseudonym]);
});

test('keeps the pseudonym that insider risk management gave', () => {
  const given = givenPseudonym(lee);
  const alert = toAlert(pseudonyms.ofAlert(insiderRisk({ actorDisplayName: given }, 'hidden')));
  assert.deepEqual([alert.pseudonym, alert.actor, alert.users], [given, given, [{ displayName: given }]]);
  assert.match(alert.description ?? '', new RegExp(given));
});

test('keeps the given pseudonym where the record gives the person away as well', () => {
  const [evidence] = insiderRisk({}, 'hidden').evidence;
  const careless = { ...evidence, '@odata.type': '#microsoft.graph.security.userEvidence' };
  const userAccount = { ...Object(evidence?.userAccount), azureAdUserId: lee.id };
  const alert = toAlert(pseudonyms.ofAlert(insiderRisk({ evidence: [{ ...careless, userAccount }] }, 'hidden')));
  assert.equal(alert.pseudonym, givenPseudonym(lee));
  assert.doesNotMatch(JSON.stringify(alert), telling);
});

test('takes a bare name for a name, not for a pseudonym', () => {
  const evidence = [{ ...userEvidence(lee, time), userAccount: { displayName: 'Lee Gu' } }];
  const alert = toAlert(pseudonyms.ofAlert(insiderRisk({ evidence })));
  assert.equal(alert.pseudonym, pseudonymOf('Lee Gu'));
  assert.doesNotMatch(JSON.stringify(alert), /Lee Gu/);
});

test('tells two people apart who share a display name', () => {
  const other = { ...adele, displayName: lee.displayName };
  const alert = toAlert(
    pseudonyms.ofAlert(insiderRisk({ evidence: [userEvidence(lee, time), userEvidence(other, time)] })),
  );
  const names = alert.users?.map(({ displayName }) => displayName);
  assert.deepEqual(new Set(names).size, 2, String(names));
});

test('leaves the alerts of other products as they are', () => {
  const [rule] = dlpPolicies.financialData.rules;
  assert.ok(rule);
  const location = { kind: 'file', site: sites.finance, file: sites.finance.files.cardPayments } as const;
  const dlp = record(dlpAlert({ policy: dlpPolicies.financialData, rule, user: lee, location, at }));
  assert.equal(pseudonyms.ofAlert(dlp), dlp);
});

test('knows an insider risk alert by its id when the service masks its source', () => {
  const masked = insiderRisk({
    serviceSource: 'unknownFutureValue',
    detectionSource: 'unknownFutureValue',
    productName: null,
  });
  assert.doesNotMatch(JSON.stringify(pseudonyms.ofAlert(masked)), telling);
});

test('replaces the person in the whole incident that holds an insider risk alert about them', () => {
  const dlp = record({
    id: 'dl1',
    serviceSource: 'dataLossPrevention',
    evidence: [userEvidence(lee, time)],
    title: 'By Lee Gu',
  });
  const incident = {
    id: '7',
    displayName: 'Exfiltration incident involving Lee Gu',
    summary: 'lee@contoso.com again.',
    customTags: ['Lee Gu'],
    comments: [{ comment: 'Lee Gu is on leave.', createdByDisplayName: 'Megan Bowen', createdDateTime: time }],
    severity: 'high',
    status: 'active',
    createdDateTime: time,
    lastUpdateDateTime: time,
    alerts: [dlp, talkative],
  };
  const read = toIncident(pseudonyms.ofIncident(incident));
  assert.doesNotMatch(JSON.stringify(read), telling);
  assert.equal(read.incident.title, `Exfiltration incident involving ${leesPseudonym}`);
  const withoutRisk = { ...incident, alerts: [dlp] };
  assert.equal(pseudonyms.ofIncident(withoutRisk), withoutRisk);
});

test('is the same for the same person in any letter case and composition, and for another key another', () => {
  assert.equal(pseudonymOf('Lee@Contoso.com'), pseudonymOf('lee@contoso.com'));
  assert.equal(pseudonymOf('Zoë'.normalize('NFD')), pseudonymOf('Zoë'.normalize('NFC')));
  assert.notEqual(keyedPseudonym([keyOf()])('lee@contoso.com'), leesPseudonym);
  assert.match(leesPseudonym, /^Person-[2-9A-HJ-NP-Z]{12}$/);
});

test('outlives a new key that is put in front, until the old one leaves', () => {
  const [old, fresh] = [keyOf(), keyOf()];
  assert.equal(keyedPseudonym([fresh, old])('lee'), keyedPseudonym([old])('lee'));
  assert.notEqual(keyedPseudonym([fresh])('lee'), keyedPseudonym([old])('lee'));
});

test('lets no name through, whatever it looks like and wherever it stands', () => {
  const name = fc
    .string({ minLength: 3, maxLength: 40, unit: 'grapheme' })
    .filter((text) => /\p{L}{3}/u.test(text.trim()));
  fc.assert(
    fc.property(name, fc.jsonValue({ maxDepth: 3 }), (displayName, data) => {
      const user = { ...lee, displayName };
      const hostile = insiderRisk({
        title: `About ${displayName}.`,
        customDetails: { before: data, n: displayName, list: [displayName, { displayName }] },
        evidence: [userEvidence(user, time)],
      });
      const { title, customDetails } = Object(pseudonyms.ofAlert(hostile));
      assert.equal(title, `About ${leesPseudonym}.`);
      assert.deepEqual(
        [customDetails.n, customDetails.list],
        [leesPseudonym, [leesPseudonym, { displayName: leesPseudonym }]],
      );
    }),
  );
});

test('survives records of the wrong shapes', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 6 }), (value) => {
      const alert = { ...insiderRisk(), evidence: value, comments: value, additionalData: value, title: value };
      pseudonyms.ofAlert(alert);
      pseudonyms.ofAlert(value);
      pseudonyms.ofIncident({ id: '1', alerts: [alert, value], displayName: value });
      pseudonyms.ofIncident(value);
    }),
  );
  let deep: unknown = 'Lee Gu';
  for (let depth = 0; depth < 5_000; depth += 1) deep = [{ userAccount: deep }];
  assert.doesNotThrow(() => pseudonyms.ofAlert({ ...insiderRisk(), evidence: deep }));
});
