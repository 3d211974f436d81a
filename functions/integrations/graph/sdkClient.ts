import type { ClientOptions, GraphRequest as SdkRequest } from '@microsoft/microsoft-graph-client';
import type { GraphRequest, Send } from './createAttempt.ts';

/** Sends one request, built by the SDK, and gives the raw answer. */
export type Perform = (path: string, method: (request: SdkRequest) => Promise<unknown>) => Promise<Response>;

/** The Graph SDK with our way of sending in place of its middleware; loaded with the first call. */
export function createSdkClient(origin: string, version: string, send: Send): Perform {
  const load = async () => {
    const { Client, GraphClientError, ResponseType } = await import('@microsoft/microsoft-graph-client');
    const middleware = sending(send, (error) => Object.assign(new GraphClientError(), { customError: error }));
    const client = Client.initWithMiddleware({ baseUrl: origin, defaultVersion: version, middleware });
    return { client, GraphClientError, raw: ResponseType.RAW };
  };
  let loading: ReturnType<typeof load> | undefined;

  return async (path, method) => {
    loading ??= load();
    const { client, GraphClientError, raw } = await loading;
    // The SDK takes any `https://` within a path, even in its query, for the start of another host's address.
    const local = path.replaceAll('https://', 'https%3A%2F%2F');
    try {
      const answer = await method(client.api(local).responseType(raw));
      if (!(answer instanceof Response)) throw new TypeError('The Graph SDK gave something other than an answer.');
      return answer;
    } catch (error) {
      throw error instanceof GraphClientError && error.customError ? error.customError : error;
    }
  };
}

type Middleware = Extract<NonNullable<ClientOptions['middleware']>, { execute: unknown }>;

// The SDK turns every error that it does not know into a GraphError without its cause; its own kind it lets through.
const sending = (send: Send, carrying: (error: unknown) => Error): Middleware => ({
  async execute(context) {
    const { request, options } = context;
    const prepared: GraphRequest = {
      url: typeof request === 'string' ? request : request.url,
      method: options?.method ?? 'GET',
      headers: Object.fromEntries(new Headers(options?.headers)),
      ...(typeof options?.body === 'string' && { body: options.body }),
    };
    try {
      context.response = await send(prepared);
    } catch (error) {
      throw carrying(error);
    }
  },
});
