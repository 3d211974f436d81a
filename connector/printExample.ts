import { idempotencyKey, type Operation } from '../functions/runtime/operation.ts';

const json = (value: unknown): string => JSON.stringify(value, undefined, 2);

const requestTarget = ({ path, parameters, example }: Operation<never>): string => {
  const given = Object.entries(example.parameters ?? {});
  const filled = given.reduce(
    (at, [name, value]) => at.replace(`{${name}}`, encodeURIComponent(value)),
    path as string,
  );
  const query = new URLSearchParams();
  for (const [name, value] of given) if (parameters[name]?.in === 'query') query.append(name, String(value));
  return `/api${filled}${query.size === 0 ? '' : `?${query}`}`;
};

const printRequest = (operation: Operation<never>): string => {
  const { example, method, parameters, repeat } = operation;
  const headers = Object.entries(example.parameters ?? {}).filter(([name]) => parameters[name]?.in === 'header');
  const lines = [
    `${method} ${requestTarget(operation)}`,
    ...headers.map(([name, value]) => `${name}: ${value}`),
    ...(repeat === 'key' ? [`${idempotencyKey.name}: 7f0c2a52`] : []),
    ...(example.body === undefined ? [] : ['Content-Type: application/json', '', json(example.body)]),
  ];
  return lines.join('\n');
};

const printReply = ({ example: { reply } }: Operation<never>): string => {
  const headers = Object.entries(reply.headers ?? {}).map(([name, value]) => `${name}: ${value}`);
  const body = reply.body === undefined ? [] : ['Content-Type: application/json', '', json(reply.body)];
  return [`HTTP/1.1 ${reply.status}`, ...headers, ...body].join('\n');
};

/** An operation's example as the request and the reply that it stands for. */
export const printExample = (operation: Operation<never>): string =>
  `\`\`\`http\n${printRequest(operation)}\n\`\`\`\n\n\`\`\`http\n${printReply(operation)}\n\`\`\``;
