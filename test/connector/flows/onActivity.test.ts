import { describe } from 'node:test';
import { dlpMatchToJustification } from './dlpMatchToJustification.ts';
import { externalSharingToOwnerReview } from './externalSharingToOwnerReview.ts';
import { labelDowngradeToCheck } from './labelDowngradeToCheck.ts';
import { proveTemplates } from './startTemplates.ts';

const settings = {
  ACTIVITY_CONTENT_TYPES: 'Audit.SharePoint,DLP.All',
  ACTIVITY_POLL_SCHEDULE: '* * * * * *',
  LABEL_WAIT_SECONDS: '1',
};

describe('templates about what people do', () =>
  proveTemplates({ dlpMatchToJustification, externalSharingToOwnerReview, labelDowngradeToCheck }, settings));
