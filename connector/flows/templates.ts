import connectorHealthToIt from './connectorHealthToIt.json' with { type: 'json' };
import dailyDigestToDataOwners from './dailyDigestToDataOwners.json' with { type: 'json' };
import dlpAlertToAnswerableCard from './dlpAlertToAnswerableCard.json' with { type: 'json' };
import dlpAlertToTeamsMessage from './dlpAlertToTeamsMessage.json' with { type: 'json' };
import dlpMatchToJustification from './dlpMatchToJustification.json' with { type: 'json' };
import externalSharingToOwnerReview from './externalSharingToOwnerReview.json' with { type: 'json' };
import type { FlowSteps } from './flowSteps.ts';
import insiderRiskAlertToRestrictedChannel from './insiderRiskAlertToRestrictedChannel.json' with { type: 'json' };
import labelDowngradeToCheck from './labelDowngradeToCheck.json' with { type: 'json' };
import legalMatterToEdiscoveryCase from './legalMatterToEdiscoveryCase.json' with { type: 'json' };
import repeatedMatchesToHumanResources from './repeatedMatchesToHumanResources.json' with { type: 'json' };
import replayAfterAnOutage from './replayAfterAnOutage.json' with { type: 'json' };
import subjectRightsRequestIntake from './subjectRightsRequestIntake.json' with { type: 'json' };

/** A prebuilt flow, as a solution carries it and the guides describe it. */
export interface Template {
  /** The name of its file, and what its component id is made from; final. */
  readonly id: string;
  /** What makers see in their list of flows; 80 characters at most. */
  readonly name: string;
  /** What it does, in a sentence or two. */
  readonly description: string;
  readonly flow: FlowFile;
}

/** What packaging reads of a cloud flow; the whole of it is checked when it is imported. */
export interface FlowFile {
  readonly schemaVersion: string;
  readonly properties: {
    readonly connectionReferences: Readonly<
      Record<
        string,
        {
          readonly runtimeSource: string;
          readonly connection: { readonly connectionReferenceLogicalName: string };
          readonly api: { readonly name: string };
        }
      >
    >;
    readonly definition: {
      readonly parameters: Readonly<
        Record<
          string,
          {
            readonly type: string;
            readonly defaultValue?: unknown;
            readonly metadata?: { readonly schemaName: string; readonly description: string };
          }
        >
      >;
      readonly triggers: Readonly<Record<string, object>>;
      readonly actions: FlowSteps;
    };
  };
}

/** All prebuilt flows, in the order in which the guides show them. */
export const templates: readonly Template[] = [
  {
    id: 'dlpAlertToTeamsMessage',
    name: 'DLP alert → Teams message',
    description: 'Tells a Teams channel of every DLP alert that is severe enough, with the card of the alert.',
    flow: dlpAlertToTeamsMessage,
  },
  {
    id: 'dlpAlertToAnswerableCard',
    name: 'High-severity DLP alert → card with answers',
    description:
      'Asks a Teams channel who takes a high-severity DLP alert, and updates the alert by the button that somebody presses.',
    flow: dlpAlertToAnswerableCard,
  },
  {
    id: 'dlpMatchToJustification',
    name: 'DLP rule match → justification → manager → SOC',
    description:
      'Asks the person behind a DLP match for a reason and the manager whether it holds; what nobody settles goes to the security team.',
    flow: dlpMatchToJustification,
  },
  {
    id: 'repeatedMatchesToHumanResources',
    name: 'Repeat offender → HR review without the name',
    description:
      'Asks human resources for a review at the third DLP alert about a person in 30 days, under a case number that only the security team can lead back.',
    flow: repeatedMatchesToHumanResources,
  },
  {
    id: 'insiderRiskAlertToRestrictedChannel',
    name: 'Insider risk alert → restricted channel',
    description:
      'Brings every insider risk alert to a private channel, in the name of a member of it, and tells nobody else whom it is about.',
    flow: insiderRiskAlertToRestrictedChannel,
  },
  {
    id: 'externalSharingToOwnerReview',
    name: 'Labelled file shared outside → owner reviews → access removed',
    description:
      'Asks the owner of the data whether the sharing of a labelled file is right, and removes the access when it is not.',
    flow: externalSharingToOwnerReview,
  },
  {
    id: 'labelDowngradeToCheck',
    name: 'Label downgrade → check of the justification',
    description:
      'Asks why a label was lowered when the justification says little, and puts the former label back when the reviewers do not accept the reason.',
    flow: labelDowngradeToCheck,
  },
  {
    id: 'dailyDigestToDataOwners',
    name: 'Daily digest of DLP alerts to data owners',
    description:
      'Sends every owner of data the DLP alerts of the day before about it by mail, and the privacy office all of them.',
    flow: dailyDigestToDataOwners,
  },
  {
    id: 'subjectRightsRequestIntake',
    name: 'Subject rights request intake',
    description:
      'Gives every new subject rights request a task in Planner, and reminds the privacy office 14, 7 and 2 days before it is due.',
    flow: subjectRightsRequestIntake,
  },
  {
    id: 'legalMatterToEdiscoveryCase',
    name: 'Legal matter → eDiscovery case',
    description:
      'Opens an eDiscovery case with its custodians from a form, and puts their data on hold once somebody has approved that.',
    flow: legalMatterToEdiscoveryCase,
  },
  {
    id: 'replayAfterAnOutage',
    name: 'Replay after an outage',
    description: 'Sends flows the events again that they did not get, until none is left, and reports it by mail.',
    flow: replayAfterAnOutage,
  },
  {
    id: 'connectorHealthToIt',
    name: 'Connector health and version drift → IT',
    description:
      'Tells IT by mail and in Teams what is wrong or well again with the connector, and whether this flow still fits the back end.',
    flow: connectorHealthToIt,
  },
];
