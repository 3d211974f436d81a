const nobody = 'http://127.0.0.1:9/devstoreaccount1';

/** Leads to a storage account that refuses every connection. */
export const storageAway = [
  'DefaultEndpointsProtocol=http',
  'AccountName=devstoreaccount1',
  `AccountKey=${Buffer.from('any key').toString('base64')}`,
  ...['Blob', 'Queue', 'Table'].map((service) => `${service}Endpoint=${nobody}`),
].join(';');
