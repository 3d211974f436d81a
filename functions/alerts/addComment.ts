import type { Graph } from '../integrations/graph/graph.ts';
import { isRecord } from '../integrations/vendorJson/vendorRecord.ts';
import { UpstreamError } from '../runtime/upstreamError.ts';
import type { AlertComment } from './alert.ts';
import { toAlertComment } from './toAlertComment.ts';

/** Adds a comment to an alert or an incident; never twice for one call. Gives all comments in the service's own form. */
export async function addComment(graph: Graph, path: string, comment: string): Promise<readonly unknown[]> {
  const answer = await graph.post(path, { '@odata.type': 'microsoft.graph.security.alertComment', comment });
  const comments = isRecord(answer) ? answer.value : undefined;
  if (Array.isArray(comments)) return comments;
  const detail = 'it answered without the comments.';
  throw new UpstreamError({ service: 'Microsoft Graph', kind: 'fault', detail });
}

/** The comments of an alert or an incident, those that fit no shape left out. */
export function commentsOf(record: unknown): AlertComment[] {
  const comments = isRecord(record) ? record.comments : undefined;
  return Array.isArray(comments) ? comments.filter(isRecord).map(toAlertComment) : [];
}
