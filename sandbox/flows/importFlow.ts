import { Ajv, type ErrorObject } from 'ajv';
import { ownSchemas } from '../ownSchemas.ts';
import { schemaFault } from './compileSchema.ts';
import { apiName, type Connector, type Connectors } from './connector.ts';
import type { ConnectorOperation } from './connectorOperations.ts';
import { durationMs, recurrenceMs } from './duration.ts';
import { environmentFaults, parameterValues } from './environmentVariables.ts';
import type { Json, JsonObject } from './expression/json.ts';
import { expressionFaults } from './expressionFaults.ts';
import type { FlowDocument, OperationInputs, TriggerDefinition } from './flowDefinition.ts';
import { type FlowFault, FlowImportError } from './flowImportError.ts';
import { flowSchema } from './flowSchema.ts';
import { type ListedAction, listActions, runAfterPath } from './listActions.ts';
import { parameterFaults } from './operationInputs.ts';

const nameLimit = 80;
const actionLimit = 500;
const nestingLimit = 8;
const shortestRecurrenceMs = 60_000;

const formats = { duration: (text: string) => durationMs(text) !== undefined };
const ajv = new Ajv({ allErrors: true, discriminator: true, formats, ...ownSchemas });
const isFlowDocument = ajv.compile<FlowDocument>(flowSchema);

export interface ImportContext {
  readonly connectors: Connectors<Pick<Connector, 'operations'>>;
  /** Values of environment variables by schema name; one left out takes its default. */
  readonly environmentVariables: Readonly<Record<string, Json>>;
}

/** A flow that passed every check, ready to run. */
export interface ImportedFlow {
  readonly triggerName: string;
  readonly trigger: TriggerDefinition;
  readonly definition: FlowDocument['properties']['definition'];
  readonly parameters: ReadonlyMap<string, Json>;
}

/** Checks a flow as Power Automate does when it saves one; throws a `FlowImportError` with all its faults at once. */
export function importFlow(json: unknown, context: ImportContext): ImportedFlow {
  if (!isFlowDocument(json)) throw new FlowImportError(schemaFaults(isFlowDocument.errors ?? []));
  const { definition } = json.properties;
  const [entry] = Object.entries(definition.triggers);
  if (!entry) throw new FlowImportError([{ place: 'triggers', message: 'A flow needs one trigger.' }]);
  const [triggerName, trigger] = entry;

  const listed = listActions(definition.actions);
  const faults = [
    ...nameFaults(listed),
    ...triggerFaults(`triggers.${triggerName}`, trigger, json, context),
    ...listed.flatMap((action) => actionFaults(action, json, context)),
    ...environmentFaults(definition.parameters ?? {}, context.environmentVariables),
    ...expressionFaults(definition, listed),
  ];
  if (faults.length > 0) throw new FlowImportError(faults);
  return {
    triggerName,
    trigger,
    definition,
    parameters: parameterValues(definition.parameters ?? {}, context.environmentVariables),
  };
}

function schemaFaults(errors: readonly ErrorObject[]): FlowFault[] {
  return errors.map((error) => ({
    place: error.instancePath.replace(/^\/properties\/definition\//, '').replaceAll('/', '.') || '(the flow)',
    message: schemaMessage(error),
  }));
}

function schemaMessage({ keyword, message = 'is not valid', params }: ErrorObject): string {
  switch (keyword) {
    case 'discriminator':
      return `The type '${String(params.tagValue)}' is not supported here.`;
    case 'additionalProperties':
      return `'${String(params.additionalProperty)}' does not belong here.`;
    case 'false schema':
      return 'This is not supported here.';
    case 'format':
      return `The value must be a ${String(params.format)} such as PT1H or P7D.`;
    case 'enum':
      return `The value must be one of ${String(params.allowedValues)}.`;
    default:
      return `The value ${message}.`;
  }
}

function nameFaults(listed: readonly ListedAction[]): FlowFault[] {
  const seen = new Set<string>();
  const faults: FlowFault[] = [];
  for (const { name, place, depth } of listed) {
    if (name.length > nameLimit) {
      faults.push({ place, message: `The name has ${name.length} characters; the limit is ${nameLimit}.` });
    }
    if (seen.has(name))
      faults.push({ place, message: `The name '${name}' is used twice; names are unique in a flow.` });
    if (depth > nestingLimit) faults.push({ place, message: `Actions nest at most ${nestingLimit} levels deep.` });
    seen.add(name);
  }
  if (listed.length > actionLimit) {
    faults.push({ place: 'actions', message: `The flow has ${listed.length} actions; the limit is ${actionLimit}.` });
  }
  return faults;
}

function triggerFaults(
  place: string,
  trigger: TriggerDefinition,
  flow: FlowDocument,
  context: ImportContext,
): FlowFault[] {
  const faults: FlowFault[] = [];
  if ('recurrence' in trigger && recurrenceMs(trigger.recurrence) < shortestRecurrenceMs) {
    faults.push({ place: `${place}.recurrence`, message: 'A trigger checks at most once every 60 seconds.' });
  }
  if (trigger.type === 'Request') return [...faults, ...schemaFaultsAt(place, trigger.inputs.schema)];
  if (trigger.type === 'Recurrence') return faults;
  faults.push(...operationFaults(place, trigger.inputs, flow, context));
  const operation = operationOf(trigger.inputs, context);
  if (!operation) return faults;
  const isWebhook = trigger.type === 'OpenApiConnectionWebhook';
  if (!operation.isTrigger || operation.hasNotificationContent !== isWebhook) {
    faults.push({
      place: `${place}.inputs.host.operationId`,
      message: `'${operation.operationId}' is not a ${isWebhook ? 'webhook' : 'polling'} trigger of the connector.`,
    });
  }
  return faults;
}

function actionFaults(
  { action, name, place, siblings, depth }: ListedAction,
  flow: FlowDocument,
  context: ImportContext,
): FlowFault[] {
  const faults: FlowFault[] = [];
  for (const before of Object.keys(action.runAfter ?? {})) {
    if (!siblings[before]) {
      faults.push({ place: `${place}.runAfter`, message: `'${before}' is not an action beside '${name}'.` });
    }
  }
  if (runAfterPath(name, siblings).has(name)) {
    faults.push({
      place: `${place}.runAfter`,
      message: `'${name}' waits for itself, directly or through other actions.`,
    });
  }
  if (action.type === 'InitializeVariable' && depth > 1) {
    faults.push({ place, message: 'A variable is initialized at the top level of a flow only.' });
  }
  if (action.type === 'ParseJson') faults.push(...schemaFaultsAt(place, action.inputs.schema));
  if (action.type !== 'OpenApiConnection' && action.type !== 'OpenApiConnectionWebhook') return faults;
  faults.push(...operationFaults(place, action.inputs, flow, context));
  const operation = operationOf(action.inputs, context);
  if (!operation) return faults;
  const { operationId, isTrigger, hasNotificationContent } = operation;
  const waits = action.type === 'OpenApiConnectionWebhook';
  if (isTrigger) {
    faults.push({
      place: `${place}.inputs.host.operationId`,
      message: `'${operationId}' is a trigger, not an action.`,
    });
  } else if (waits !== hasNotificationContent) {
    faults.push({
      place: `${place}.type`,
      message: waits
        ? `'${operationId}' does not call back; its actions are of the type OpenApiConnection.`
        : `'${operationId}' calls back; its actions are of the type OpenApiConnectionWebhook.`,
    });
  }
  if (action.runtimeConfiguration?.paginationPolicy && operation.nextLinkName === undefined) {
    faults.push({
      place: `${place}.runtimeConfiguration.paginationPolicy`,
      message: `'${operationId}' does not page.`,
    });
  }
  return faults;
}

function schemaFaultsAt(place: string, schema: JsonObject): FlowFault[] {
  const message = schemaFault(schema);
  return message === undefined ? [] : [{ place: `${place}.inputs.schema`, message }];
}

function operationOf({ host }: OperationInputs, { connectors }: ImportContext): ConnectorOperation | undefined {
  return connectors.get(apiName(host))?.operations.get(host.operationId);
}

function operationFaults(
  place: string,
  inputs: OperationInputs,
  flow: FlowDocument,
  context: ImportContext,
): FlowFault[] {
  const { host, parameters } = inputs;
  const faults: FlowFault[] = [];
  const reference = flow.properties.connectionReferences[host.connectionName];
  if (!reference) {
    faults.push({
      place: `${place}.inputs.host.connectionName`,
      message: `The connection reference '${host.connectionName}' is not declared.`,
    });
  } else if (!host.apiId.endsWith(`/apis/${reference.api.name}`)) {
    faults.push({
      place: `${place}.inputs.host.apiId`,
      message: `The connection reference '${host.connectionName}' is of '${reference.api.name}', not of this connector.`,
    });
  }
  if (!context.connectors.has(apiName(host))) {
    faults.push({
      place: `${place}.inputs.host.apiId`,
      message: `There is no connection to '${apiName(host)}'.`,
    });
    return faults;
  }
  const operation = operationOf(inputs, context);
  if (!operation) {
    faults.push({
      place: `${place}.inputs.host.operationId`,
      message: `The connector has no operation '${host.operationId}'.`,
    });
    return faults;
  }
  return [
    ...faults,
    ...parameterFaults(operation, parameters ?? {}).map((message) => ({
      place: `${place}.inputs.parameters`,
      message,
    })),
  ];
}
