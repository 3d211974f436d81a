/** Settings under which a back end of the tests has the rules of a deployed one. */
export const inProduction = {
  SANDBOX: '',
  PUBLIC_BASE_URL: 'https://purview-response.example.net',
  // The simulated one is not on Microsoft's hosts, and so not allowed.
  TEAMS_WEBHOOK_URL: '',
} as const;
