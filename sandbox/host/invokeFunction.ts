import { randomBytes, randomUUID } from 'node:crypto';
import type { CoreInvocationContext, InvocationRequest, InvocationResponse, TypedData } from './coreTypes.ts';
import type { FunctionApp, RegisteredFunction } from './functionApp.ts';

export interface Invocation {
  /** The trigger binding's name and what it brings. */
  bindingName: string;
  data: TypedData;
  triggerMetadata?: Record<string, TypedData>;
  /** W3C trace context of the caller; a new trace begins without it. */
  traceParent?: string | undefined;
  traceState?: string | undefined;
}

/** Runs a function once through the app's programming model, hooks included; rejects with what the function throws. */
export async function invokeFunction(
  app: FunctionApp,
  registered: RegisteredFunction,
  invocation: Invocation,
): Promise<InvocationResponse> {
  if (!app.programmingModel) throw new Error('The app registered functions without a programming model.');
  const logScope: { invocationContext?: object } = {};
  const context = coreContext(app, registered, invocation, logScope);
  const model = await app.programmingModel.getInvocationModel(context);
  const { context: invocationContext, inputs } = await model.getArguments();
  logScope.invocationContext = invocationContext;

  const shared = { hookData: {}, appHookData: app.hookData, invocationContext };
  const before = { ...shared, inputs, functionCallback: registered.callback };
  context.state = 'preInvocationHooks';
  await app.runHooks('preInvocation', before);

  const after: { result: unknown; error: unknown; inputs: unknown[] } & typeof shared = {
    ...shared,
    inputs: before.inputs,
    result: null,
    error: null,
  };
  context.state = 'invocation';
  try {
    after.result = await model.invokeFunction(invocationContext, before.inputs, before.functionCallback);
  } catch (error) {
    after.error = error ?? new Error('The function threw nothing.');
  }
  context.state = 'postInvocationHooks';
  await app.runHooks('postInvocation', after);
  context.state = undefined;

  if (after.error !== null && after.error !== undefined) throw after.error;
  return await model.getResponse(invocationContext, after.result);
}

function coreContext(
  app: FunctionApp,
  { metadata }: RegisteredFunction,
  invocation: Invocation,
  logScope: { readonly invocationContext?: object },
): CoreInvocationContext {
  const invocationId = randomUUID();
  const request: InvocationRequest = {
    invocationId,
    functionId: metadata.functionId ?? metadata.name,
    inputData: [{ name: invocation.bindingName, data: invocation.data }],
    triggerMetadata: invocation.triggerMetadata ?? {},
    traceContext: {
      traceParent: continuedTrace(invocation.traceParent),
      traceState: invocation.traceState ?? '',
      attributes: {},
    },
  };
  return {
    invocationId,
    request,
    metadata,
    log: (level, category, message) =>
      app.log({ level, category, message, functionName: metadata.name, invocationId }, logScope.invocationContext),
  };
}

/** The caller's trace with a span of our own, as the host hands it to the function. */
function continuedTrace(traceParent: string | undefined): string {
  const [, traceId, flags] = /^00-([0-9a-f]{32})-[0-9a-f]{16}-([0-9a-f]{2})$/.exec(traceParent ?? '') ?? [];
  return `00-${traceId ?? randomBytes(16).toString('hex')}-${randomBytes(8).toString('hex')}-${flags ?? '00'}`;
}
