import { invalid } from '../../runtime/problem.ts';

/** A path whose inserted parts are encoded, each staying the one segment that it is. */
export function graphPath(texts: TemplateStringsArray, ...segments: readonly string[]): string {
  return texts.reduce((path, text, index) => path + encoded(segments[index - 1] ?? '') + text);
}

/** The same for a path that only Graph's beta version has, so that the docs can list it and drift is looked for there. */
export const betaPath = graphPath;

function encoded(segment: string): string {
  // URL parsers resolve dot segments, encoded ones too, so such an id would address another resource.
  const isNoId = segment === '' || segment === '.' || segment === '..' || !segment.isWellFormed();
  if (isNoId) throw invalid('id', 'this is not an id.');
  return encodeURIComponent(segment);
}
