/** Options of Ajv for schemas that are our own: to check and polish them would take longer than all else. */
export const ownSchemas = { validateSchema: false, meta: false, code: { optimize: false } } as const;
