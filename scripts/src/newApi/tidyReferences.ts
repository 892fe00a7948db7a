import { isDeepStrictEqual } from 'node:util';
import { holdsData, holdsNames } from '../generate/openApiWords.ts';
import { follow, type ForeignObject, isJsonObject, objectOf, type Path } from './openApi.ts';
import type { Remarks } from './remarks.ts';
import type { EditableObject } from './tidyDocument.ts';

/** What may stand beside a reference, whatever its target says. */
const annotations: ReadonlySet<string> = new Set([
  'title',
  'description',
  'summary',
  'default',
  'example',
  'examples',
  'deprecated',
]);

/**
 * What stands beside a reference and in its target as well is said once, as most tools take it: by the target. A schema that
 * refers to nothing takes anything, and a response in a media type without a schema promises nothing.
 */
export function tidyReferences(document: EditableObject, remarks: Remarks): void {
  visit(document, [], '', (node, path, around) => {
    const { $ref: reference, content } = node;
    if (typeof reference === 'string') tidyReference(document, node, path, reference, remarks);
    if (isJsonObject(content) && around !== 'requestBody' && path.includes('responses'))
      for (const [type, media] of Object.entries(content))
        if (objectOf(media)['schema'] === undefined) delete (content as EditableObject)[type];
  });
}

function tidyReference(
  document: EditableObject,
  node: EditableObject,
  path: Path,
  reference: string,
  remarks: Remarks,
): void {
  const target = follow(document as ForeignObject, [], { $ref: reference });
  if (target.path.length === 0) {
    if (!reference.startsWith('#/components/schemas/')) return;
    remarks.guess(path, `the reference ${reference} names nothing; the copy takes anything there`);
    delete node['$ref'];
    return;
  }
  if (!isEscaped(reference)) node['$ref'] = reference.replaceAll('%', '%25');
  for (const [key, value] of Object.entries(node)) {
    if (key === '$ref' || annotations.has(key) || !Object.hasOwn(target.data, key)) continue;
    if (!isDeepStrictEqual(value, target.data[key]))
      remarks.guess(
        path,
        `${key} stands beside ${reference}, which says something else; the copy has what ${reference} says`,
      );
    delete node[key];
  }
}

/** Whether each `%` of a reference begins an escape, as in every URI. */
function isEscaped(reference: string): boolean {
  try {
    decodeURIComponent(reference);
    return true;
  } catch {
    return false;
  }
}

function visit(
  node: unknown,
  path: Path,
  around: string,
  each: (node: EditableObject, path: Path, around: string) => void,
): void {
  if (typeof node !== 'object' || node === null) return;
  const areNames = holdsNames.has(around);
  if (!Array.isArray(node) && !areNames) each(node as EditableObject, path, around);
  for (const [key, value] of Object.entries(node))
    if (areNames || !holdsData.has(key)) visit(value, [...path, key], areNames ? '' : key, each);
}
