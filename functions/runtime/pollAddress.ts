/** Where a polling trigger is asked next: an absolute address, with what it was asked for and the new cursor. */
export const pollAddress = (publicBaseUrl: string, path: string, query: Readonly<Record<string, unknown>>): string => {
  const next = new URL(`/api${path}`, publicBaseUrl);
  for (const [name, value] of Object.entries(query)) next.searchParams.set(name, String(value));
  return next.href;
};
