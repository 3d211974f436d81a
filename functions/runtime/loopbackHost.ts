// Connectors are told an IPv6 address without its brackets.
const loopbackHosts = new Set(['127.0.0.1', '[::1]', '::1', 'localhost']);

/** Whether a parsed host is this very machine, by one of the three names that the sandbox may use. */
export const isLoopbackHost = (host: string): boolean => loopbackHosts.has(host);
