import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Problem } from '../../functions/runtime/problem.ts';
import { readCard } from '../../functions/teams/readCard.ts';

const card = (rest: object = {}) => ({ type: 'AdaptiveCard', version: '1.5', ...rest });
const read = (value: unknown) => readCard(JSON.stringify(value));

/** The fields at fault, or none when the card was taken. */
const faultsOf = (value: unknown): string[] => {
  try {
    read(value);
    return [];
  } catch (error) {
    assert.ok(error instanceof Problem);
    assert.equal(error.code, 'InvalidInput');
    return error.faults.map(({ field }) => field);
  }
};

test('takes a card of texts, images and safe actions', () => {
  const good = card({
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    msteams: { width: 'Full' },
    backgroundImage: { url: 'https://contoso.com/b.png' },
    body: [
      { type: 'TextBlock', text: 'Three alerts wait.', wrap: true },
      {
        type: 'Image',
        url: 'https://contoso.com/a.png',
        selectAction: { type: 'Action.OpenUrl', url: 'https://a.test' },
      },
      { type: 'ActionSet', actions: [{ type: 'Action.ToggleVisibility', targetElements: ['x'] }] },
    ],
    actions: [{ type: 'Action.ShowCard', title: 'More', card: { type: 'AdaptiveCard', body: [] } }],
  });
  assert.deepEqual(read(good), good);
});

test('refuses text that is not JSON, and JSON that is not a card', () => {
  assert.throws(() => readCard('{type: AdaptiveCard}'), /card: The text is not JSON/);
  assert.throws(() => readCard('{"type":"AdaptiveCard","version":"1.5","__proto__":{"x":1}}'), /not JSON/);
  for (const value of ['AdaptiveCard', [], null, {}, { type: 'message' }])
    assert.deepEqual(faultsOf(value), ['card.type']);
});

test('refuses a version that Teams does not show', () => {
  for (const version of ['1.6', '2.0', '1.5.1', 1.5, undefined])
    assert.deepEqual(faultsOf(card({ version })), ['card.version']);
  assert.deepEqual(faultsOf(card({ version: '1.0' })), []);
});

test('refuses properties that a card does not have at its root', () => {
  assert.deepEqual(faultsOf(card({ boddy: [] })), ['card.boddy']);
  assert.deepEqual(faultsOf(card({ refresh: {}, authentication: {} })), ['card.refresh', 'card.authentication']);
});

test('holds a card within the card to the same, but for the version, which it may leave out', () => {
  const within = (rest: object) =>
    faultsOf(card({ actions: [{ type: 'Action.ShowCard', card: { type: 'AdaptiveCard', ...rest } }] }));
  assert.deepEqual(within({}), []);
  assert.deepEqual(within({ version: '1.6', refresh: {} }), [
    'card.actions[0].card.refresh',
    'card.actions[0].card.version',
  ]);
});

describe('actions', () => {
  test('says why an answer has nowhere to go', () => {
    assert.throws(
      () => read(card({ actions: [{ type: 'Action.Submit' }] })),
      /card\.actions\[0\]: Action\.Submit needs a bot/,
    );
    assert.throws(() => read(card({ actions: [{ type: 'Action.Execute' }] })), /Action\.Execute needs a bot/);
  });

  test('are found wherever they stand', () => {
    const submit = { type: 'Action.Submit' };
    assert.deepEqual(faultsOf(card({ selectAction: submit })), ['card.selectAction']);
    assert.deepEqual(faultsOf(card({ body: [{ type: 'ActionSet', actions: [submit] }] })), ['card.body[0].actions[0]']);
    assert.deepEqual(faultsOf(card({ body: [{ type: 'Input.Text', id: 'a', inlineAction: submit }] })), [
      'card.body[0].inlineAction',
    ]);
    const inner = card({ actions: [submit] });
    assert.deepEqual(faultsOf(card({ actions: [{ type: 'Action.ShowCard', card: inner }] })), [
      'card.actions[0].card.actions[0]',
    ]);
    // Clients differ in how they read the case of a type.
    for (const type of ['Action.Submit', 'action.submit']) {
      const fallback = { type: 'Action.OpenUrl', url: 'https://a.test', fallback: { type } };
      assert.deepEqual(faultsOf(card({ actions: [fallback] })), ['card.actions[0].fallback'], type);
    }
    assert.deepEqual(faultsOf(card({ body: [{ type: 'Unheard', things: [[submit]] }] })), [
      'card.body[0].things[0][0]',
    ]);
  });

  test('must be of a known kind', () => {
    for (const action of [
      { type: 'action.submit' },
      { type: 'Action.Http', url: 'https://a.test' },
      {},
      'Action.OpenUrl',
      7,
    ]) {
      assert.deepEqual(faultsOf(card({ actions: [action] })), ['card.actions[0]']);
      assert.deepEqual(faultsOf(card({ selectAction: action })), ['card.selectAction']);
      assert.deepEqual(faultsOf(card({ body: [{ type: 'Input.Text', inlineAction: action }] })), [
        'card.body[0].inlineAction',
      ]);
    }
  });

  test('open https addresses only', () => {
    for (const url of [
      'javascript:alert(1)',
      'http://a.test',
      'mailto:a@b.test',
      '/alerts',
      'https://a@b.test/',
      'https://:a@b.test/',
      'ms-word:x',
    ]) {
      assert.deepEqual(faultsOf(card({ actions: [{ type: 'Action.OpenUrl', url }] })), ['card.actions[0].url'], url);
    }
    assert.deepEqual(faultsOf(card({ actions: [{ type: 'Action.OpenUrl' }] })), ['card.actions[0].url']);
    assert.deepEqual(faultsOf(card({ actions: [{ type: 'Action.OpenUrl', url: ['https://a.test'] }] })), [
      'card.actions[0].url',
    ]);
  });
});

test('refuses images over anything but https', () => {
  const data = 'data:image/png;base64,iVBORw0KGgo=';
  assert.deepEqual(faultsOf(card({ backgroundImage: 'http://a.test/b.png' })), ['card.backgroundImage']);
  assert.deepEqual(faultsOf(card({ body: [{ type: 'Image', url: data }] })), ['card.body[0].url']);
  assert.deepEqual(faultsOf(card({ body: [{ type: 'Media', poster: 'http://a.test/p' }] })), ['card.body[0].poster']);
  assert.deepEqual(
    faultsOf(card({ actions: [{ type: 'Action.OpenUrl', url: 'https://a.test', iconUrl: 'http://a.test/i' }] })),
    ['card.actions[0].iconUrl'],
  );
});

test('refuses a card nested beyond reading, without running out of stack', () => {
  const open = '{"type":"Container","items":['.repeat(10_000);
  const text = `{"type":"AdaptiveCard","version":"1.5","body":[${open}${']}'.repeat(10_000)}]}`;
  assert.throws(() => readCard(text), /nested more than 40 levels deep/);
});

test('tells all faults of a card at once, up to twenty', () => {
  const actions = Array.from({ length: 30 }, () => ({ type: 'Action.Submit' }));
  assert.equal(faultsOf(card({ version: '9', actions })).length, 20);
  assert.deepEqual(faultsOf(card({ version: '9', actions: actions.slice(0, 1) })), ['card.version', 'card.actions[0]']);
});
