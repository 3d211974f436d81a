import type { Caller } from '../../runtime/caller.ts';
import type { Filter } from './filter.ts';

export interface Query {
  readonly filter?: Filter;
  readonly top?: number;
  readonly select?: readonly string[];
  readonly expand?: readonly string[];
  readonly orderBy?: string;
  /** Free words, for the few lists that are searched and not filtered. */
  readonly search?: string;
  /**
   * Asks the index of the directory, which may lag behind it by moments, for what the directory itself cannot do: to
   * order what is filtered, and to search. https://learn.microsoft.com/graph/aad-advanced-queries
   */
  readonly indexed?: { readonly search?: string };
  /** From an earlier page: the list goes on there, and the other options do not count. */
  readonly continuation?: string;
}

export interface Page {
  readonly value: readonly unknown[];
  /** When the service answered, by its own clock. */
  readonly date: Date;
  /** Where the list goes on; absent on the last page. */
  readonly continuation?: string;
}

/** What a refused caller lacks, for the sentence that says so. */
export interface Needs {
  readonly permission: string;
  /** The Microsoft Entra role that a person needs besides. */
  readonly role?: string;
  /** What else it may take, in full sentences, where the permission and a role are not enough. */
  readonly besides?: string;
}

/** What a call has set going. */
export interface Started {
  readonly body: unknown;
  /** Where the service says that the outcome can be looked up. */
  readonly location?: string;
}

export interface Download {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly mediaType?: string;
}

/**
 * Microsoft Graph under one identity. Paths come from `graphPath`. Answers are untrusted JSON. Refusals are
 * `Problem`s, an answer that cannot be used or a service that is away is an `UpstreamError`.
 */
export interface Graph {
  get(path: string, query?: Query): Promise<unknown>;
  /** Never repeated by itself. */
  post(path: string, body: object): Promise<unknown>;
  /** The same for an action that goes on after the answer. */
  start(path: string, body: object): Promise<Started>;
  /** May be repeated: the body must say what shall be, not what shall change by how much. */
  patch(path: string, body: object): Promise<unknown>;
  /** May be repeated: what is gone already is a `NotFound` problem. */
  delete(path: string): Promise<void>;
  pages(path: string, query?: Query): AsyncIterable<Page>;
  /** A file, of at most 32 MB; a larger one is an `OversizedAnswer`. */
  download(path: string): Promise<Download>;
  /** The whole address of what a path leads to, by which bodies refer to it. */
  addressOf(path: string): string;
  /** The same, with refusals that name what is lacking. */
  needing(needs: Needs): Graph;
}

/** `beta` changes without notice: what needs it stays behind a setting, and its paths are written with `betaPath`. */
export type GraphVersion = 'v1.0' | 'beta';

/** Graph v1.0, unless another version is asked for. */
export interface GraphClients {
  asApp(version?: GraphVersion): Graph;
  onBehalfOf(caller: Caller, version?: GraphVersion): Graph;
}
