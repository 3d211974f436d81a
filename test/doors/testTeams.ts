import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { postAlertCard } from '../../functions/teams/postAlertCard.ts';
import { postToTeams } from '../../functions/teams/postToTeams.ts';
import { teams } from '../../sandbox/contoso/teams.ts';
import { users } from '../../sandbox/contoso/users.ts';
import type { ChannelMessage } from '../../sandbox/teams/messageStore.ts';
import type { BackEnd } from '../backEnd.ts';
import { linksOf, parserFaults, partsOf, textsOf } from '../teams/cardParts.ts';
import { hostileTexts } from './hostileTexts.ts';
import type { OpenDoors } from './openDoors.ts';

const place = { teamId: teams.securityOperations.id, channelId: teams.securityOperations.channels.dlpAlerts.id };

/** Texts that mean harm, in messages and cards. */
export const testTeams = (doors: () => OpenDoors) =>
  describe('what people in Teams see of texts that mean harm', () => {
    let backEnd: BackEnd;
    let token: string;
    before(async () => {
      ({ backEnd } = doors());
      token = await backEnd.tokenOf(users.megan);
    });

    const posted = async (call: Promise<{ status: number; text: string }>): Promise<ChannelMessage> => {
      const { status, text } = await call;
      assert.equal(status, 201, text);
      return backEnd.teams.messages.inChannel(place.channelId).at(-1) ?? assert.fail();
    };

    for (const [what, text] of Object.entries(hostileTexts)) {
      test(`is nothing but text, of an alert with ${what} in its names`, async () => {
        const { id: alertId } = backEnd.graph.raise({
          serviceSource: 'dataLossPrevention',
          title: text,
          description: text,
          alertWebUrl: text,
          additionalData: { AlertPolicyTitle: text },
        });
        const message = text.toWellFormed().slice(0, 1_000).trim() || 'x';
        const body = { ...place, alertId, message };
        const { content, cards } = await posted(backEnd.call(postAlertCard, { token, body }));
        const [{ card } = assert.fail()] = cards;
        assert.deepEqual(parserFaults(card), []);
        // Only a run of text is safe from Markdown; what a block says is ours.
        const ours =
          /^(Severity|Status|Policy|User|Files?|Raised|Incident|Link|Event|and \d+ more|\{\{DATE\([\dT:Z-]+,SHORT\)\}\} \{\{TIME\([\dT:Z-]+\)\}\})$/;
        for (const block of textsOf(card, 'TextBlock')) assert.match(block, ours);
        for (const run of textsOf(card, 'TextRun')) assert.doesNotMatch(run, /<|>|\]\(|\{\{|[\p{Cc}\p{Cf}\p{Cs}]/u);
        for (const link of linksOf(card)) assert.match(link, /^https:\/\/([a-z-]+\.)?(microsoft|sharepoint)\.com\//);
        for (const part of partsOf(card))
          assert.ok(!('msteams' in part) || Object(part.msteams).entities === undefined);
        assert.ok(Buffer.byteLength(JSON.stringify(card)) <= 28 * 1_024);
        assert.match(content, /^<attachment id="[\da-f-]{36}"><\/attachment>$/);
      });
    }

    test('is nothing but text in a message of their own', async () => {
      for (const [what, text] of Object.entries(hostileTexts)) {
        if (text.trim() === '' || text.length > 10_000) continue;
        const body = { ...place, message: text.toWellFormed(), subject: text.toWellFormed().slice(0, 250) };
        const { content } = await posted(backEnd.call(postToTeams, { token, body }));
        // Divisions and line breaks are all the HTML there is.
        assert.doesNotMatch(content.replace(/<\/?div>|<br>/g, ''), /[<>]/, what);
        // Emoji and Persian are written with joiners, and flags with tags.
        const shown = content.replaceAll(/[\t\u200C\u200D]|\p{RGI_Emoji_Tag_Sequence}/gv, '');
        assert.doesNotMatch(shown, /[\p{Cc}\p{Cf}]/u, what);
      }
    });
  });
