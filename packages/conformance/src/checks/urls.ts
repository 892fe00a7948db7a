import type { Contract, Operation } from '@oidc-admin/contract';

/** How a path is spelled, where the document allows several spellings. */
export interface Spelling {
  /** Every letter of the fixed parts in the other case. */
  readonly letters?: 'swapped';
  /** With a slash at the end where the document has none, and the other way round. */
  readonly slash?: 'other';
  /** The name of a value whose first character is percent-encoded, which says the same (RFC 3986, 6.2.2.2). */
  readonly encoded?: string;
}

type Texts = Readonly<Record<string, string>>;

/** The URL of an operation: `base` is the target's, with the base path and without a slash at the end. */
export function urlOf(
  base: string,
  contract: Contract,
  operation: Operation,
  path: Texts,
  query: Texts,
  spelling: Spelling = {},
): string {
  const respell = spelling.letters === 'swapped' ? swapCase : (text: string): string => text;
  const root = base.toLowerCase().endsWith(contract.basePath.toLowerCase())
    ? base.slice(0, base.length - contract.basePath.length) +
      respell(base.slice(base.length - contract.basePath.length))
    : base;
  const filled = operation.path
    .split(/(\{[^}]+\})/)
    .map((part) =>
      part.startsWith('{') ? filledIn(operation, path, part, spelling) : respell(part),
    )
    .join('');
  const slashed = spelling.slash === 'other' ? otherSlash(filled) : filled;
  const pairs = Object.entries(query).map(
    ([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`,
  );
  return `${root}${slashed}${pairs.length === 0 ? '' : `?${pairs.toSorted().join('&')}`}`;
}

function filledIn(operation: Operation, path: Texts, part: string, { encoded }: Spelling): string {
  const name = part.slice(1, -1);
  const value = path[name] ?? '';
  // An empty one leads to another place: `/networks//oidc`.
  if (value === '') throw new Error(`${operation.id}: the path has no value for ${part}`);
  return name === encoded
    ? percentEncoded(value.slice(0, 1)) + encodeURIComponent(value.slice(1))
    : encodeURIComponent(value);
}

function percentEncoded(text: string): string {
  return Buffer.from(text).toString('hex').toUpperCase().replaceAll(/../g, '%$&');
}

function otherSlash(path: string): string {
  return path.endsWith('/') ? path.slice(0, -1) : `${path}/`;
}

function swapCase(text: string): string {
  return text.replaceAll(/[a-z]/gi, (letter) =>
    letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase(),
  );
}
