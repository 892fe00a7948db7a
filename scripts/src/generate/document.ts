import { jsonFile, provenance } from './provenance.ts';
import type { Specification } from './specification.ts';

/** Their values are data, in which a `description` is a value like any other. */
const holdsData: ReadonlySet<string> = new Set(['value', 'example', 'default', 'const', 'enum']);

/**
 * `document.json` of a specification: the OpenAPI document for the programs that read it (mocks, checks), so that
 * nothing has to be parsed from YAML. Texts for people are left out, except those that OpenAPI demands and those of
 * the operations.
 */
export async function document({
  document: data,
  file,
}: Pick<Specification, 'document' | 'file'>): Promise<string> {
  const { openapi, info, tags: _, ...others } = data;
  const { title, version } = info as { readonly title: string; readonly version: string };
  const description = provenance(file);
  return jsonFile({ openapi, info: { title, version, description }, ...withoutTexts(others) });
}

/** A copy without descriptions, summaries and tags. `around` is the key under which the value is. */
function withoutTexts(value: object, around = ''): object {
  if (Array.isArray(value))
    return around === 'examples' ? value : value.map((item: unknown) => inside(item));
  const isOperation = 'operationId' in value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]: [string, unknown]) => {
      // A property may have any of these names: its value is then a schema.
      const isText = typeof inner === 'string' && (key === 'description' || key === 'summary');
      const isKept = key === 'description' && (isOperation || around === 'response');
      if ((isText && !isKept) || (isOperation && key === 'tags')) return [];
      if (holdsData.has(key) || key.startsWith('x-')) return [[key, inner]];
      return [[key, inside(inner, around === 'responses' ? 'response' : key)]];
    }),
  );
}

function inside(value: unknown, around?: string): unknown {
  return typeof value === 'object' && value !== null ? withoutTexts(value, around) : value;
}
