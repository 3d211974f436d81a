import assert from 'node:assert/strict';
import { test } from 'node:test';
import { channelMessage } from '../../functions/teams/channelMessage.ts';

test('shows the text as it was written, line breaks included', () => {
  const { body } = channelMessage({ text: 'a < b & "c"\r\n<at id="0">all</at>\n\n<script>\u202Ex' });
  assert.deepEqual(body, {
    contentType: 'html',
    content:
      '<div>a &lt; b &amp; &quot;c&quot;<br>&lt;at id=&quot;0&quot;&gt;all&lt;/at&gt;<br><br>&lt;script&gt;x</div>',
  });
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
