import { playScenario } from '../command/playScenario.ts';
import { sites } from '../contoso/sites.ts';
import { type User, users } from '../contoso/users.ts';
import type { SignedIn } from '../entra/signIn.ts';
import type { Flow } from '../flows/flow.ts';
import type { Graph } from '../graph/startGraph.ts';

/** What can be made to happen, and to which flow. */
export interface Stage {
  readonly graph: Graph;
  readonly backEnd: { readonly origin: string };
  readonly connection: SignedIn;
}

interface Happening {
  /** What is told of it. */
  readonly told: string;
  /** Whose connection the flow needs; left out: that of the sandbox's maker. */
  readonly maker?: User;
  /** Turning the flow on makes it happen too. */
  readonly comesWithTurningOn?: true;
  happen(stage: Stage, flow: Flow): Promise<unknown>;
}

const dayMs = 24 * 3_600_000;

const scenario = (name: string, told: string, wish: object = {}): Happening => ({
  told,
  happen: ({ graph }) => playScenario(graph.origin, name, wish),
});

const dlpMatch = scenario('dlp-match', 'Content matches a DLP policy, with high severity', { severity: 'high' });
const { cardPayments } = sites.finance.files;
const labelDowngrade = scenario('label-downgrade', 'Somebody lowers the sensitivity label of a file and says little', {
  file: cardPayments.name,
  justification: 'ok',
});

/** What makes a trigger fire, by its operation id, or by its type where it has none. */
export const triggerHappenings: Readonly<Record<string, Happening>> = {
  OnDlpAlert: dlpMatch,
  OnDlpRuleMatch: dlpMatch,
  OnIncident: dlpMatch,
  PollDlpAlerts: { ...dlpMatch, happen: (stage, flow) => dlpMatch.happen(stage, flow).then(() => flow.runTrigger()) },
  OnInsiderRiskAlert: scenario('insider-risk', 'Insider Risk Management raises an alert', { severity: 'high' }),
  OnCloudAppAlert: scenario('cloud-app', 'Defender for Cloud Apps raises an alert', { severity: 'high' }),
  OnAuditEvent: labelDowngrade,
  // What these flows undo takes a remediator.
  OnLabelChange: { ...labelDowngrade, maker: users.joni },
  OnExternalSharing: {
    ...scenario('external-share', 'Somebody shares a labelled file outside', { file: cardPayments.name }),
    maker: users.joni,
  },
  OnShadowItUpload: scenario('shadow-upload', 'Somebody uploads a labelled file to an app'),
  OnDlpPolicyChange: scenario('policy-change', 'Somebody changes the mode of a DLP policy'),
  OnConnectorHealth: {
    told: 'A test event tells of a source that fell silent',
    happen: ({ backEnd, connection }) => sendTestEvent(backEnd.origin, connection, 'OnConnectorHealth'),
  },
  PollSubjectRightsRequests: {
    told: 'A subject rights request comes in, and the flow asks for news',
    async happen({ graph }, flow) {
      graph.subjectRightsRequests.add({
        displayName: 'Access request of Ana Silva',
        type: 'access',
        internalDueDateTime: new Date(graph.now().getTime() + 30 * dayMs).toISOString(),
      });
      await flow.runTrigger();
    },
  },
  PollEdiscoveryCases: {
    told: 'Somebody opens an eDiscovery case, and the flow asks for news',
    async happen({ graph }, flow) {
      graph.ediscovery.add({ displayName: 'Contoso v. Northwind' });
      await flow.runTrigger();
    },
  },
  Recurrence: {
    told: 'The time has come by its schedule',
    comesWithTurningOn: true,
    happen: (_stage, flow) => flow.runTrigger(),
  },
  Request: {
    told: 'Somebody presses the button and fills in the form',
    happen: (_stage, flow) =>
      flow.runTrigger({
        text: 'Contoso v. Northwind',
        text_1: `M-${Date.now()}`,
        text_2: `${users.adele.mail};${users.lynne.mail}`,
        text_3: 'They claim that we sold their customer list.',
      }),
  },
};

async function sendTestEvent(backEnd: string, connection: SignedIn, trigger: string): Promise<void> {
  const headers = {
    authorization: `Bearer ${await connection.accessToken()}`,
    'content-type': 'application/json',
  };
  const listed = await fetch(`${backEnd}/api/subscriptions`, { headers });
  const { value = [] }: { value?: { subscriptionId: string; trigger: string; createdAt: string }[] } = JSON.parse(
    await listed.text(),
  );
  const newest = value
    .filter((subscription) => subscription.trigger === trigger)
    .sort((one, other) => one.createdAt.localeCompare(other.createdAt))
    .at(-1);
  const body = JSON.stringify({ subscriptionId: newest?.subscriptionId });
  const sent = await fetch(`${backEnd}/api/testEvents`, { method: 'POST', headers, body });
  if (!sent.ok) throw new Error(`The back end sent no test event; it answered ${sent.status}.`);
}
