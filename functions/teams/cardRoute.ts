import { workflowsMessage } from '../integrations/workflowsMessage.ts';
import type { WorkflowsWebhook } from '../integrations/workflowsWebhook.ts';
import type { Caller } from '../runtime/caller.ts';
import { Problem } from '../runtime/problem.ts';
import type { Infer } from '../runtime/schema.ts';
import type { AdaptiveCard } from './adaptiveCard.ts';
import { channelMessage } from './channelMessage.ts';
import { withinMessageLimit } from './messageLimit.ts';
import type { postedMessage } from './postedMessage.ts';
import type { ChannelPlace, TeamsOfGraph } from './teamsOfGraph.ts';

export interface CardRoutes {
  readonly teamsFor: (caller: Caller) => TeamsOfGraph;
  /** Undefined when none is set up. */
  readonly workflowsWebhook: WorkflowsWebhook | undefined;
}

type PostCard = (card: AdaptiveCard) => Promise<Infer<typeof postedMessage>>;
type NamedPlace = { readonly [P in keyof ChannelPlace]?: string };

const throughChannel =
  (teams: TeamsOfGraph, place: ChannelPlace): PostCard =>
  async (card) => ({ route: 'channel', ...(await teams.post(place, withinMessageLimit(channelMessage({ card })))) });

const throughWebhook =
  (webhook: WorkflowsWebhook): PostCard =>
  async (card) => {
    await webhook.post(withinMessageLimit(workflowsMessage(card)));
    return { route: 'webhook' };
  };

const requirePlace = ({ teamId, channelId }: NamedPlace): ChannelPlace => {
  if (teamId !== undefined && channelId !== undefined) return { teamId, channelId };
  const faults = [
    ...(teamId === undefined ? [{ field: 'teamId', message: 'Choose the team to post to.' }] : []),
    ...(channelId === undefined ? [{ field: 'channelId', message: 'Choose the channel to post to.' }] : []),
  ];
  throw new Problem('InvalidInput', 'Choose both the team and the channel to post to.', { faults });
};

const refusePlace = (place: NamedPlace): void => {
  const faults = (['teamId', 'channelId'] as const)
    .filter((field) => place[field] !== undefined)
    .map((field) => ({ field, message: 'Leave it out: an app posts to the channel of the Workflows webhook.' }));
  if (faults.length === 0) return;
  throw new Problem('InvalidInput', 'An app cannot choose the team and the channel. Leave both out.', { faults });
};

/**
 * The way for the caller's card: a person's own channel message, or the Workflows webhook for an app, since Graph
 * lets no app post to a channel. Refuses at once where the place does not fit the caller.
 */
export const cardRoute = ({ teamsFor, workflowsWebhook }: CardRoutes, caller: Caller, place: NamedPlace): PostCard => {
  if (caller.kind === 'person') return throughChannel(teamsFor(caller), requirePlace(place));
  refusePlace(place);
  if (workflowsWebhook === undefined) {
    throw new Problem(
      'NotConfigured',
      'No Workflows webhook is set up, so only a signed-in person can post to Teams. An administrator sets TEAMS_WEBHOOK_URL to the address of a workflow with the trigger "When a Teams webhook request is received".',
    );
  }
  return throughWebhook(workflowsWebhook);
};
