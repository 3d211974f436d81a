import { and, eq, type Filter, or } from '../integrations/graph/filter.ts';
import type { Graph, Page } from '../integrations/graph/graph.ts';
import { Problem } from '../runtime/problem.ts';
import type { Product } from './alertEnums.ts';

const serviceSourceOf = {
  dlp: 'dataLossPrevention',
  insiderRisk: 'microsoftInsiderRiskManagement',
  cloudApps: 'microsoftDefenderForCloudApps',
} as const;

/** The products whose alerts this app is about. */
export type OurProduct = keyof typeof serviceSourceOf;
export const ourProducts = ['dlp', 'insiderRisk', 'cloudApps'] as const satisfies readonly Product[];

export const alertsPath = '/security/alerts_v2';

export interface AlertQuery {
  readonly where: Filter | undefined;
  readonly products: readonly OurProduct[];
  readonly top: number;
}

/**
 * Pages of the alerts of some products, as far as the service can tell them apart: it may refuse to filter by a source
 * that is newer than its sentinel, and then answers alerts of all sources. Whoever reads checks the product.
 */
export async function* alertPages(graph: Graph, { where, products, top }: AlertQuery): AsyncGenerator<Page> {
  const fromProducts = or(...products.map((product) => eq('serviceSource', serviceSourceOf[product])));
  const pages = (filter: Filter | undefined) => graph.pages(alertsPath, { top, ...(filter && { filter }) });
  let hasBegun = false;
  try {
    for await (const page of pages(and(where, fromProducts))) {
      hasBegun = true;
      yield page;
    }
  } catch (error) {
    const isRefusedFilter = !hasBegun && error instanceof Problem && error.code === 'InvalidInput';
    if (!isRefusedFilter) throw error;
    yield* pages(where);
  }
}
