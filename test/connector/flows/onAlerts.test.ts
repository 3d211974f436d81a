import { describe } from 'node:test';
import { dailyDigestToDataOwners } from './dailyDigestToDataOwners.ts';
import { dlpAlertToAnswerableCard } from './dlpAlertToAnswerableCard.ts';
import { insiderRiskAlertToRestrictedChannel } from './insiderRiskAlertToRestrictedChannel.ts';
import { repeatedMatchesToHumanResources } from './repeatedMatchesToHumanResources.ts';
import { replayAfterAnOutage } from './replayAfterAnOutage.ts';
import { proveTemplates } from './startTemplates.ts';

const settings = { ALERT_POLL_SCHEDULE: '* * * * * *' };

describe('templates about alerts', () =>
  proveTemplates(
    {
      dlpAlertToAnswerableCard,
      insiderRiskAlertToRestrictedChannel,
      repeatedMatchesToHumanResources,
      dailyDigestToDataOwners,
      // Leaves no back end behind.
      replayAfterAnOutage,
    },
    settings,
  ));
