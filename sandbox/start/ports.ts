import type { AzuritePorts } from '../azurite.ts';

/** The wished ports; 0 is any free one. */
export interface Ports {
  backEnd: number;
  teams: number;
  flows: number;
  graph: number;
  entra: number;
  automation: number;
  activityFeed: number;
  connectors: number;
  storage: AzuritePorts;
}

/** The back end's port, which is Core Tools' own by custom, and those after it; 0 makes all of them free ones. */
export function portsFrom(first: number): Ports {
  const port = (offset: number) => (first === 0 ? 0 : first + offset);
  return {
    backEnd: first,
    teams: port(1),
    flows: port(2),
    graph: port(3),
    entra: port(4),
    automation: port(5),
    activityFeed: port(6),
    connectors: port(7),
    storage: first === 0 ? { blob: 0, queue: 0, table: 0 } : { blob: 10_000, queue: 10_001, table: 10_002 },
  };
}
