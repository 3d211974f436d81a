import { app } from '@azure/functions';

app.http('ReadKeys', {
  methods: ['GET'],
  authLevel: 'anonymous',
  handler: async () => {
    const { decodeJwt } = await import('jose');
    const { Ajv } = await import('ajv');
    return { jsonBody: { ofModule: typeof decodeJwt, ofCommonJs: typeof Ajv } };
  },
});
