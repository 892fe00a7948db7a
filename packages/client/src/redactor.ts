import type { SensitiveMarks } from '@oidc-admin/contract';

/** What replaces a secret. */
export const mask = '[redacted]';

/**
 * Shorter values are masked where they stand under a sensitive name, but not searched for in texts:
 * they would be found everywhere.
 */
const shortestSearched = 3;

/** Headers that carry credentials whatever the API: RFC 6265, RFC 9110 section 11.7.2. */
const alwaysHidden = ['cookie', 'set-cookie', 'proxy-authorization'];

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function jsonText(value: string): string {
  return JSON.stringify(value).slice(1, -1);
}

function asciiJson(value: string): string {
  return jsonText(value).replace(
    /[\u007f-\uffff]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Everything but RFC 3986's unreserved characters, as signatures want it. */
function percentEncoded(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** Every way in which a value may be written in a URL, in JSON, in a form or in a page. */
function spellings(value: string): string[] {
  // A lone surrogate has no spelling in a URL.
  const text = value.toWellFormed();
  const encoded = [percentEncoded(text), encodeURIComponent(text), encodeURI(text)];
  encoded.push(percentEncoded(text).replaceAll('%20', '+'));
  return [
    value,
    text,
    ...encoded,
    ...encoded.map((one) => one.replace(/%[0-9A-F]{2}/g, (c) => c.toLowerCase())),
    jsonText(value),
    jsonText(jsonText(value)),
    asciiJson(value),
    value.replace(/[&<>"']/g, (c) => escapes[c] ?? c),
  ];
}

/** Hides secrets, by the names under which they stand and by their known values. */
export interface Redactor {
  /** A URL with the values of sensitive query parameters masked; all of them where the operation says so. */
  url(url: string, operation?: string): string;
  /** Headers with the values of sensitive ones masked. */
  headers(headers: Readonly<Record<string, string>>): Record<string, string>;
  /** A copy of a JSON value: properties with sensitive names are masked, known secrets in any text too. */
  value(value: unknown, secrets?: Iterable<string>): unknown;
  /** A text in which every known secret is masked, however it is escaped. */
  text(text: string, secrets: Iterable<string>): string;
  /** The values that stand under sensitive names in a JSON value. */
  secretsIn(value: unknown): string[];
  /** The values of sensitive query parameters; all of them where the operation says so. */
  secretsInQuery(query: Readonly<Record<string, unknown>>, operation: string): string[];
}

/** Whether a value has properties of its own; a list has. */
export function hasProperties(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function lowered(names: readonly string[]): ReadonlySet<string> {
  return new Set(names.map((name) => name.toLowerCase()));
}

/** All texts and numbers at any depth. */
function leaves(value: unknown): string[] {
  if (hasProperties(value)) return Object.values(value).flatMap(leaves);
  return typeof value === 'string' || typeof value === 'number' ? [String(value)] : [];
}

/** So many secrets are kept with their spellings. */
const mostKept = 1000;

/** Searches for secrets. The same few are searched for in every text, so their spellings are made once. */
function createSearch(): (secrets: Iterable<string>) => (text: string) => string {
  const kept = new Map<string, readonly string[]>();
  const spelled = (secret: string): readonly string[] => {
    const known = kept.get(secret);
    if (known !== undefined) return known;
    const all = [...new Set(spellings(secret))].filter((spelling) => spelling !== '');
    if (kept.size >= mostKept) kept.clear();
    kept.set(secret, all);
    return all;
  };
  return (secrets) => {
    const searched = [...new Set(secrets)].filter(({ length }) => length >= shortestSearched);
    return (text) =>
      searched
        .flatMap((secret) => spelled(secret).filter((spelling) => text.includes(spelling)))
        // The longest first, so that no rest of a longer secret stays behind.
        .toSorted((a, b) => b.length - a.length)
        .reduce((rest, one) => rest.split(one).join(mask), text);
  };
}

/** The one redactor of an API, driven by the sensitive marks of its specification. */
export function createRedactor(marks: SensitiveMarks): Redactor {
  const properties = lowered(marks.properties);
  const query = lowered([...marks.query, ...marks.properties]);
  const headers = lowered([...marks.headers, ...alwaysHidden]);
  const wholeQueries = new Set(marks.wholeQueries);
  const searchFor = createSearch();

  const hide = (value: unknown, clean: (text: string) => string): unknown => {
    if (typeof value === 'string') return clean(value);
    if (Array.isArray(value)) return value.map((one) => hide(one, clean));
    if (!hasProperties(value)) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, one]) => [
        clean(name),
        properties.has(name.toLowerCase()) && one !== null && one !== undefined
          ? mask
          : hide(one, clean),
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
    value: (value, secrets = []) => hide(value, searchFor([...secretsIn(value), ...secrets])),
    text: (text, secrets) => searchFor(secrets)(text),
    secretsIn,
    secretsInQuery: (given, operation) =>
      Object.entries(given).flatMap(([name, value]) =>
        wholeQueries.has(operation) || query.has(name.toLowerCase()) ? leaves(value) : [],
      ),
  };
}
