import { nearest } from './nearest.ts';

/** A row that the specification cites, and where. */
interface Citation {
  readonly pointer: string;
  readonly id: string;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function escaped(segment: string): string {
  return segment.replaceAll('~', '~0').replaceAll('/', '~1');
}

/** The ids at a place that holds one, or a list of them. */
function idsAt(value: unknown, pointer: string): Citation[] {
  if (typeof value === 'string') return [{ pointer, id: value }];
  if (!Array.isArray(value)) return [];
  return value.flatMap((id: unknown, index) =>
    typeof id === 'string' ? [{ pointer: `${pointer}/${index}`, id }] : [],
  );
}

/** Every row that a document cites: in `x-source`, and in `source` and the rules of a resource below an extension key. */
function citationsIn(value: unknown, pointer: string, keys: readonly string[]): Citation[] {
  if (Array.isArray(value))
    return value.flatMap((one: unknown, index) => citationsIn(one, `${pointer}/${index}`, keys));
  if (!isObject(value)) return [];
  const inExtension = keys.some((key) => key.startsWith('x-'));
  return Object.entries(value).flatMap(([key, inner]) => {
    const place = `${pointer}/${escaped(key)}`;
    const cites =
      key === 'x-source' ||
      (inExtension && key === 'source') ||
      (keys.at(-3) === 'x-resources' && keys.at(-1) === 'rules');
    return [
      ...(cites ? idsAt(inner, place) : []),
      ...(key === 'example' || key === 'examples' ? [] : citationsIn(inner, place, [...keys, key])),
    ];
  });
}

/** The ids of all rows that a document cites. */
export function citedIn(document: unknown): ReadonlySet<string> {
  return new Set(citationsIn(document, '', []).map(({ id }) => id));
}

/** What a document cites and its `FACTS.md` does not have: one reason for each place. `known` are the ids of all its rows. */
export function checkSources(
  document: unknown,
  known: ReadonlySet<string>,
  factsFile: string,
): { readonly pointer: string; readonly reason: string }[] {
  return citationsIn(document, '', [])
    .filter(({ id }) => !known.has(id))
    .map(({ pointer, id }) => {
      const right = nearest(id, [...known]);
      const meant = right === undefined ? '' : `; nearest: ${right}`;
      return { pointer, reason: `'${id}' is no row of ${factsFile}${meant}` };
    });
}
