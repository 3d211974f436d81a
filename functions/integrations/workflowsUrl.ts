/** Where Power Automate serves the webhooks of workflows. */
const hostSuffixes = ['.logic.azure.com', '.environment.api.powerplatform.com'];
const loopbackHosts = ['127.0.0.1', '[::1]', 'localhost'];

/** `loopback`: this machine as well, over http or https and on any port, for the sandbox. */
export type WorkflowsHosts = 'workflows' | 'loopback';

/** Whether the address is one that a Workflows webhook can have. */
export const isWorkflowsUrl = (address: string, hosts: WorkflowsHosts): boolean => {
  const url = URL.parse(address);
  if (url === null || url.username !== '' || url.password !== '') return false;
  if (hosts === 'loopback' && loopbackHosts.includes(url.hostname)) {
    return url.protocol === 'https:' || url.protocol === 'http:';
  }
  return url.protocol === 'https:' && url.port === '' && hostSuffixes.some((suffix) => url.hostname.endsWith(suffix));
};
