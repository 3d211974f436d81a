import type { Operation } from '../functions/runtime/operation.ts';
import { checkAddress } from './rules/checkAddress.ts';
import { checkChoices } from './rules/checkChoices.ts';
import { checkExample } from './rules/checkExample.ts';
import { checkLabels } from './rules/checkLabels.ts';
import { checkRevision } from './rules/checkRevision.ts';
import { checkSchemas } from './rules/checkSchemas.ts';
import { checkText } from './rules/checkText.ts';
import { checkTrigger } from './rules/checkTrigger.ts';
import type { Fault, Rule } from './rules/rule.ts';

const rulesForAll: readonly Rule[] = [checkAddress, checkExample];
const rulesForListed: readonly Rule[] = [
  ...rulesForAll,
  checkText,
  checkLabels,
  checkSchemas,
  checkTrigger,
  checkChoices,
  checkRevision,
];

/**
 * The faults of operations under the rules that Power Platform publishes for connectors and that a JSON schema of the
 * definition cannot state (learn.microsoft.com/connectors/custom-connectors/certification-swagger-validator-rules).
 * Makers never see unlisted operations, so only addresses and examples are looked at there.
 */
export const checkOperations = (operations: readonly Operation<never>[]): readonly Fault[] =>
  operations.flatMap((operation) =>
    (operation.audience === 'listed' ? rulesForListed : rulesForAll).flatMap((rule) => [
      ...rule(operation, operations),
    ]),
  );
