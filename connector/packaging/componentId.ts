import { v5 } from 'uuid';

const namespace = '5f0c6a0a-6f2e-4a8b-9d57-1c2e3b4a5d6f';

/** The id of a solution component, the same in every build and environment, so that an import updates what is there. */
export const componentId = (kind: 'connector' | 'flow', name: string): string => v5(`${kind}/${name}`, namespace);
