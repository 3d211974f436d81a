import assert from 'node:assert/strict';
import { test } from 'node:test';
import { channelMessage } from '../../functions/teams/channelMessage.ts';

test('shows the text as it was written, line breaks included', () => {
  const { body } = channelMessage({ text: 'a\t< b & "c"\r\n<at id=\'0\'>all</at>\u2028\u2029<script>\u202Ex' });
  assert.deepEqual(body, {
    contentType: 'html',
    content:
      '<div>a\t&lt; b &amp; &quot;c&quot;<br>&lt;at id=&#39;0&#39;&gt;all&lt;/at&gt;<br><br>&lt;script&gt;x</div>',
  });
});

const writtenText = {
  'a joined emoji': '👩‍💻',
  'Persian with a non-joiner': 'می‌خواهم',
  'the flag of England': 'Go 🏴󠁧󠁢󠁥󠁮󠁧󠁿!',
  'an Arabic number sign': '\u0600١٢',
  'an emoji with a skin tone': '👍🏽',
};
for (const [name, text] of Object.entries(writtenText))
  test(`keeps ${name} as it was written`, () => {
    const { subject, body } = channelMessage({ text, subject: text });
    assert.deepEqual([subject, body.content], [text, `<div>${text}</div>`]);
  });

test('drops what hides or reorders text, tags outside of flags among it', () => {
  const tagged = Array.from('hidden', (letter) => String.fromCodePoint(0xe0000 + letter.charCodeAt(0))).join('');
  const text = `A\u202EB\u2066C\u200FD\u200BE\u2060F\uFEFFG\u0007H\u0085I${tagged}J🏴${tagged}\u{E007F}K\u00ADL\u206AM\uFFF9N`;
  assert.equal(channelMessage({ text, subject: text }).subject, 'ABCDEFGHIJ🏴KLMN');
});

test('puts the card below the text, as JSON text under the id that the text refers to', () => {
  const card = { type: 'AdaptiveCard', version: '1.5', body: [] } as const;
  const message = channelMessage({ text: 'Look', card });
  const [attachment] = message.attachments ?? [];
  assert.equal(message.body.content, `<div>Look</div><attachment id="${attachment?.id}"></attachment>`);
  assert.equal(attachment?.contentType, 'application/vnd.microsoft.card.adaptive');
  assert.deepEqual(JSON.parse(attachment?.content ?? ''), card);
});

test('carries subject and importance where they are given, and nothing else', () => {
  assert.deepEqual(channelMessage({ text: 'x', subject: 'A\u0000B', importance: 'urgent' }), {
    subject: 'AB',
    importance: 'urgent',
    body: { contentType: 'html', content: '<div>x</div>' },
  });
  assert.deepEqual(Object.keys(channelMessage({ text: 'x' })), ['body']);
});
