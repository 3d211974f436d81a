import { describe } from 'node:test';
import { connectorHealthToIt } from './connectorHealthToIt.ts';
import { legalMatterToEdiscoveryCase } from './legalMatterToEdiscoveryCase.ts';
import { proveTemplates } from './startTemplates.ts';
import { subjectRightsRequestIntake } from './subjectRightsRequestIntake.ts';

const settings = {
  ALERT_POLL_SCHEDULE: '* * * * * *',
  HEALTH_SCHEDULE: '* * * * * *',
  // The budget of five calls a minute has tests of its own.
  EDISCOVERY_CALLS_PER_MINUTE: '1000',
};

describe('templates about requests, matters and the connector itself', () =>
  proveTemplates(
    {
      subjectRightsRequestIntake,
      connectorHealthToIt,
      // Lets days go by.
      legalMatterToEdiscoveryCase,
    },
    settings,
  ));
