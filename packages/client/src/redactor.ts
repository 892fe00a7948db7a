import type { SensitiveMarks } from '@oidc-admin/contract';
import { mask } from './printable.ts';
import { spellingsOf } from './spellings.ts';
import { sieveOf, TextSearch } from './textSearch.ts';

/**
 * Shorter values are masked where they stand under a sensitive name, but not searched for in texts:
 * they would be found everywhere.
 */
const shortestSearched = 3;

/** Headers that carry credentials whatever the API: RFC 6265, RFC 9110 section 11.7.2. */
const alwaysHidden = ['cookie', 'set-cookie', 'proxy-authorization'];

/** Hides secrets, by the names under which they stand and by their known values. */
export interface Redactor {
  /** A URL with the values of sensitive query parameters masked; all of them where the operation says so. */
  url(url: string, operation?: string): string;
  /** Headers with the values of sensitive ones masked. */
  headers(headers: Readonly<Record<string, string>>): Record<string, string>;
  /**
   * A copy of a JSON value: properties with sensitive names are masked, known secrets in any text too. What is not searched
   * to its end when `isOver` says so is masked as a whole.
   */
  value(value: unknown, secrets?: Iterable<string>, isOver?: () => boolean): unknown;
  /** A text in which every known secret is masked, however it is escaped; `isOver` as with `value`. */
  text(text: string, secrets: Iterable<string>, isOver?: () => boolean): string;
  /** The values that stand under sensitive names in a JSON value. */
  secretsIn(value: unknown): string[];
  /** The values of sensitive query parameters; all of them where the operation says so. */
  secretsInQuery(query: Readonly<Record<string, unknown>>, operation: string): string[];
}

/** Whether a value has properties of its own; a list has. */
export function hasProperties(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

/** A search that may take the time that it needs. */
function never(): boolean {
  return false;
}

function lowered(names: readonly string[]): ReadonlySet<string> {
  return new Set(names.map((name) => name.toLowerCase()));
}

/** All texts and numbers at any depth. */
function leaves(value: unknown): string[] {
  if (hasProperties(value)) return Object.values(value).flatMap(leaves);
  return typeof value === 'string' || typeof value === 'number' ? [String(value)] : [];
}

/** The spellings of secrets that are kept have so many characters together, some 8 MB. */
const mostKept = 2 ** 22;

/** All secrets together may have so many characters; a caller has far fewer, and a server that sends more is shown nothing of. */
const mostSecret = 2 ** 20;

function masked(text: string, search: TextSearch): string {
  const ranges = search.ranges(text);
  // Unfinished: what may hold a secret is not shown.
  if (ranges === undefined) return mask;
  let shown = '';
  let from = 0;
  for (const [start, end] of ranges) {
    shown += text.slice(from, start) + mask;
    from = end;
  }
  return from === 0 ? text : shown + text.slice(from);
}

/** Hides secrets in texts, in one pass whatever their number. The same few come again and again: they are spelled once. */
function createSearch() {
  const kept = new Map<string, readonly string[]>();
  let size = 0;
  const spelled = (secret: string): readonly string[] => {
    const known = kept.get(secret);
    if (known !== undefined) return known;
    const all = spellingsOf(secret);
    size += all.reduce((sum, { length }) => sum + length, 0);
    if (size > mostKept) {
      kept.clear();
      size = 0;
    } else kept.set(secret, all);
    return all;
  };
  return (
    texts: () => readonly string[],
    secrets: Iterable<string>,
    isOver: () => boolean,
  ): ((text: string) => string) => {
    const searched = [...new Set(secrets)].filter(({ length }) => length >= shortestSearched);
    if (searched.length === 0) return (text) => text;
    const units = searched.reduce((sum, { length }) => sum + length, 0);
    if (units > mostSecret) return () => mask;
    const mayStand = sieveOf(texts());
    const patterns: string[] = [];
    for (const secret of searched) {
      if (isOver()) return () => mask;
      patterns.push(...spelled(secret).filter(mayStand));
    }
    if (patterns.length === 0) return (text) => text;
    const search = new TextSearch(patterns, isOver);
    return (text) => masked(text, search);
  };
}

/** The one redactor of an API, driven by the sensitive marks of its specification. */
export function createRedactor(marks: SensitiveMarks): Redactor {
  const properties = lowered(marks.properties);
  const query = lowered([...marks.query, ...marks.properties]);
  const headers = lowered([...marks.headers, ...alwaysHidden]);
  const wholeQueries = new Set(marks.wholeQueries);
  const searchFor = createSearch();

  const isHidden = (name: string, value: unknown): boolean =>
    properties.has(name.toLowerCase()) && value !== null && value !== undefined;

  /** All texts at any depth that are not masked by their names, and the names of properties. */
  const shownTexts = (value: unknown): string[] => {
    if (typeof value === 'string') return [value];
    if (Array.isArray(value)) return value.flatMap(shownTexts);
    if (!hasProperties(value)) return [];
    return Object.entries(value).flatMap(([name, one]) =>
      isHidden(name, one) ? [name] : [name, ...shownTexts(one)],
    );
  };

  const hide = (value: unknown, clean: (text: string) => string): unknown => {
    if (typeof value === 'string') return clean(value);
    if (Array.isArray(value)) return value.map((one) => hide(one, clean));
    if (!hasProperties(value)) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, one]) => [
        clean(name),
        isHidden(name, one) ? mask : hide(one, clean),
      ]),
    );
  };

  const secretsIn = (value: unknown): string[] => {
    if (Array.isArray(value)) return value.flatMap(secretsIn);
    if (!hasProperties(value)) return [];
    return Object.entries(value).flatMap(([name, one]) =>
      properties.has(name.toLowerCase()) ? leaves(one) : secretsIn(one),
    );
  };

  return {
    url: (url, operation) => {
      const start = url.indexOf('?');
      if (start < 0) return url;
      if (operation !== undefined && wholeQueries.has(operation))
        return `${url.slice(0, start)}?${mask}`;
      const pairs = url
        .slice(start + 1)
        .split('&')
        .map((pair) => {
          const [name = ''] = pair.split('=', 1);
          return query.has(name.toLowerCase()) ? `${name}=${mask}` : pair;
        });
      return `${url.slice(0, start)}?${pairs.join('&')}`;
    },
    headers: (given) =>
      Object.fromEntries(
        Object.entries(given).map(([name, value]) => [
          name,
          headers.has(name.toLowerCase()) ? mask : value,
        ]),
      ),
    value: (value, secrets = [], isOver = never) =>
      hide(
        value,
        searchFor(() => shownTexts(value), [...secretsIn(value), ...secrets], isOver),
      ),
    text: (text, secrets, isOver = never) => searchFor(() => [text], secrets, isOver)(text),
    secretsIn,
    secretsInQuery: (given, operation) =>
      Object.entries(given).flatMap(([name, value]) =>
        wholeQueries.has(operation) || query.has(name.toLowerCase()) ? leaves(value) : [],
      ),
  };
}
