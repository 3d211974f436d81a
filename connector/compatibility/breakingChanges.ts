import { type Role, roles } from '../../functions/runtime/caller.ts';
import { type Definition, type Fields, type Node, type PlacedOperation, placedOperations } from './placedOperations.ts';

const isNarrower = (before: Node, after: Node): boolean => {
  const rises = (name: 'minimum' | 'minLength' | 'minItems'): boolean =>
    (after[name] ?? Number.NEGATIVE_INFINITY) > (before[name] ?? Number.NEGATIVE_INFINITY);
  const falls = (name: 'maximum' | 'maxLength' | 'maxItems'): boolean =>
    (after[name] ?? Number.POSITIVE_INFINITY) < (before[name] ?? Number.POSITIVE_INFINITY);
  return (
    rises('minimum') ||
    rises('minLength') ||
    rises('minItems') ||
    falls('maximum') ||
    falls('maxLength') ||
    falls('maxItems') ||
    (after.pattern !== undefined && after.pattern !== before.pattern)
  );
};

const meaningOfEmpty = ({ default: value }: Node): string => (value === undefined ? 'nothing' : JSON.stringify(value));

const joinOf = ({ collectionFormat = 'csv' }: Node): string => collectionFormat;

const kindOf = ({ type, format }: Node): string => (format === undefined ? `${type}` : `${type} (${format})`);

function* inputChanges(before: Fields, after: Fields): Generator<string> {
  for (const [path, { node, isRequired }] of before) {
    const now = after.get(path);
    if (now === undefined) {
      yield `the input ${path} is gone`;
      continue;
    }
    if (kindOf(node) !== kindOf(now.node)) yield `the input ${path} is ${kindOf(now.node)}, and was ${kindOf(node)}`;
    if (now.isRequired && !isRequired && now.node.default === undefined) yield `the input ${path} is now required`;
    if (meaningOfEmpty(node) !== meaningOfEmpty(now.node))
      yield `the input ${path}, left empty, means ${meaningOfEmpty(now.node)}, and meant ${meaningOfEmpty(node)}`;
    if (joinOf(node) !== joinOf(now.node))
      yield `the input ${path} is sent as ${joinOf(now.node)}, and was sent as ${joinOf(node)}`;
    if (isNarrower(node, now.node)) yield `the input ${path} takes less than it did`;
    const gone = (node.enum ?? []).filter((member) => now.node.enum !== undefined && !now.node.enum.includes(member));
    if (gone.length > 0) yield `the input ${path} no longer takes ${gone.join(', ')}`;
    if (node.enum === undefined && now.node.enum !== undefined) yield `the input ${path} takes listed values only`;
    if (now.node['x-ms-visibility'] === 'internal' && node['x-ms-visibility'] !== 'internal')
      yield `the input ${path} is hidden now`;
  }
  for (const [path, { node, isRequired }] of after) {
    const parent = path.slice(0, Math.max(0, path.lastIndexOf('/'), path.lastIndexOf('[')));
    const isNew = !before.has(path) && (parent === '' || before.has(parent));
    if (isNew && isRequired && node.default === undefined) yield `the input ${path} is new and required`;
  }
}

function* outputChanges(before: Fields, after: Fields): Generator<string> {
  for (const [path, { node, isRequired }] of before) {
    const now = after.get(path);
    if (now === undefined) yield `${path} is gone`;
    else if (kindOf(node) !== kindOf(now.node)) yield `${path} is ${kindOf(now.node)}, and was ${kindOf(node)}`;
    else if (isRequired && !now.isRequired) yield `${path} may be missing now`;
  }
}

const rankOf = (role: Role | undefined): number => (role === undefined ? -1 : roles.indexOf(role));

function* operationChanges(before: PlacedOperation, after: PlacedOperation): Generator<string> {
  const [was, is] = [before.operation, after.operation];
  if (before.address !== after.address) yield `it is at ${after.address}, and was at ${before.address}`;
  if (was['x-ms-trigger'] !== is['x-ms-trigger']) yield 'it is another kind of trigger or action';
  const [pages, pagesNow] = [was['x-ms-pageable']?.nextLinkName, is['x-ms-pageable']?.nextLinkName];
  if (pages !== undefined && pages !== pagesNow)
    yield pagesNow === undefined ? 'its pages are joined no more' : `its next link is ${pagesNow}, and was ${pages}`;
  const [role, roleNow] = [was['x-required-role'], is['x-required-role']];
  if (rankOf(roleNow) > rankOf(role)) yield `it needs ${roleNow}, and ${role ?? 'no role'} was enough`;
}

/**
 * What a new definition would break for flows that were saved against an earlier one, a line each. Additions break
 * nothing: optional inputs, outputs, operations, wider limits.
 */
export const breakingChanges = (earlier: Definition, later: Definition): readonly string[] => {
  const after = placedOperations(later);
  return [...placedOperations(earlier)].flatMap(([operationId, before]) => {
    const now = after.get(operationId);
    if (now === undefined)
      return [`${operationId}: the operation is gone; keep it, deprecated, and add the new one beside it`];
    return [
      ...operationChanges(before, now),
      ...inputChanges(before.inputs, now.inputs),
      ...outputChanges(before.outputs, now.outputs),
    ].map((change) => `${operationId}: ${change}`);
  });
};
