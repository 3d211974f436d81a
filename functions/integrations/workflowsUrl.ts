import { isLoopbackHost } from '../runtime/loopbackHost.ts';

/** Where Power Automate serves the webhooks of workflows. */
export const workflowsHostSuffixes = ['.logic.azure.com', '.environment.api.powerplatform.com'];

/** `loopback`: this machine as well, over http or https and on any port, for the sandbox. */
export type WorkflowsHosts = 'workflows' | 'loopback';

/** Whether the address is one that a Workflows webhook can have. */
export const isWorkflowsUrl = (address: string, hosts: WorkflowsHosts): boolean => {
  const url = URL.parse(address);
  if (url === null || url.username !== '' || url.password !== '') return false;
  if (hosts === 'loopback' && isLoopbackHost(url.hostname)) {
    return url.protocol === 'https:' || url.protocol === 'http:';
  }
  return (
    url.protocol === 'https:' &&
    url.port === '' &&
    workflowsHostSuffixes.some((suffix) => url.hostname.endsWith(suffix))
  );
};
