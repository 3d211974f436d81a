export interface SensitiveInformationType {
  id: string;
  name: string;
}

/** The sensitive information types that Contoso's policies look for: three of Microsoft's, and one of its own. */
export const sensitiveInformationTypes = {
  creditCardNumber: { id: '50842eb7-edc8-4019-85dd-5a5c1f2bb085', name: 'Credit Card Number' },
  socialSecurityNumber: { id: 'a44669fe-0d48-453d-a9b1-2cc83f2cba77', name: 'U.S. Social Security Number (SSN)' },
  bankAccountNumber: {
    id: 'e7dc4711-11b7-4cb0-b88b-2c394a771f0e',
    name: 'International Banking Account Number (IBAN)',
  },
  contosoEmployeeNumber: { id: '3e57821b-6396-4022-9e52-7ff9160ef7a4', name: 'Contoso Employee Number' },
} as const satisfies Record<string, SensitiveInformationType>;
