import {
  namedSegment,
  valueInSegment,
  type Contract,
  type NamedSegment,
  type Operation,
  type Parameter,
} from '@oidc-admin/contract';

/** Where a request goes. */
export type Route =
  | {
      readonly kind: 'operation';
      readonly operation: Operation;
      /** Decoded path parameters. */
      readonly path: Readonly<Record<string, string>>;
    }
  /** The path is known, the method is not. `operation` is the one of the path that carries the clause about methods. */
  | { readonly kind: 'method'; readonly allow: readonly string[]; readonly operation: Operation }
  | { readonly kind: 'none' }
  /** A percent sign that is not followed by the code of a character. */
  | { readonly kind: 'badEncoding' };

/** Finds the operation of a request. `rawPath` is as it came over the wire, with the base path; a query is ignored. */
export type Router = (method: string, rawPath: string) => Route;

type Segment =
  /** The text as paths are compared: in small letters where case does not count. */
  { readonly text: string } | (NamedSegment & { readonly spellings: ReadonlyMap<string, string> });

interface PathEntry {
  readonly segments: readonly Segment[];
  readonly slash: boolean;
  readonly operations: readonly Operation[];
}

const none: Route = { kind: 'none' };

const made = new WeakMap<Contract, Router>();

/** The router of a contract, made once: a run signs in a hundred times, and each time its requests are looked up. */
export function createRouter(contract: Contract): Router {
  const known = made.get(contract) ?? newRouter(contract);
  made.set(contract, known);
  return known;
}

/**
 * Makes the router of a contract: base path, letter case and trailing slash as the document says. Values of path
 * parameters keep their case, but where case does not count, one of a closed list is given in its documented spelling.
 */
function newRouter(contract: Contract): Router {
  const { ignoreCase, trailingSlash } = contract.paths;
  const entries = entriesOf(contract);
  const byLength = Map.groupBy(entries, ({ segments }) => segments.length);
  const fold = (text: string): string => (ignoreCase ? text.toLowerCase() : text);
  const base = contract.basePath.split('/').slice(1).map(fold);
  const known = new Map<string, PathEntry>();
  for (const entry of entries) {
    const texts = entry.segments.flatMap((segment) => ('text' in segment ? [segment.text] : []));
    if (texts.length === entry.segments.length) known.set(texts.join('/'), entry);
  }
  const slashFits = (entry: PathEntry, slash: boolean): boolean =>
    trailingSlash === 'optional' || entry.slash === slash;

  return (method, rawPath) => {
    const query = rawPath.indexOf('?');
    const withSlash = query < 0 ? rawPath : rawPath.slice(0, query);
    const slash = withSlash.endsWith('/');
    const parts = (slash ? withSlash.slice(0, -1) : withSlash).split('/').slice(1);
    const decoded = decodeAll(parts);
    if (decoded === undefined) return { kind: 'badEncoding' };
    const folded = decoded.map(fold);
    if (!base.every((text, index) => folded[index] === text)) return none;
    const rest = { decoded: decoded.slice(base.length), folded: folded.slice(base.length) };
    const { length } = rest.decoded;

    const fixed = known.get(rest.folded.join('/'));
    if (fixed !== undefined && fixed.segments.length === length && slashFits(fixed, slash))
      return routeOf(contract, fixed, method, Object.create(null) as Record<string, string>);
    for (const entry of byLength.get(length) ?? []) {
      const path = slashFits(entry, slash) ? match(entry.segments, rest, fold) : undefined;
      if (path !== undefined) return routeOf(contract, entry, method, path);
    }
    return none;
  };
}

function routeOf(
  contract: Contract,
  { operations }: PathEntry,
  method: string,
  path: Readonly<Record<string, string>>,
): Route {
  const operation = operations.find((candidate) => candidate.method === method);
  if (operation !== undefined) return { kind: 'operation', operation, path };
  const spoken = contract.clauses.find(
    ({ kind, operation: id }) =>
      kind === 'method' && operations.some((candidate) => candidate.id === id),
  );
  const carrier = operations.find(({ id }) => id === spoken?.operation) ?? operations[0];
  const allow = operations.map((candidate) => candidate.method);
  return carrier === undefined ? none : { kind: 'method', allow, operation: carrier };
}

/** The paths of a contract, those with fewer parameters first, and of those the ones with more text around them. */
function entriesOf(contract: Contract): readonly PathEntry[] {
  return [...Map.groupBy(contract.operations, ({ path }) => path)]
    .map(([path, operations]): PathEntry => {
      const slash = path.endsWith('/');
      const parts = (slash ? path.slice(0, -1) : path).split('/').slice(1);
      const parameters = operations.flatMap((operation) => operation.parameters);
      return {
        segments: parts.map((part) => segmentOf(contract, part, parameters)),
        slash,
        operations,
      };
    })
    .toSorted((one, other) => namesIn(one) - namesIn(other) || textAround(other) - textAround(one));
}

function textAround({ segments }: PathEntry): number {
  const lengths = segments.map((segment) =>
    'name' in segment ? segment.before.length + segment.after.length : 0,
  );
  return lengths.reduce((sum, length) => sum + length, 0);
}

function namesIn({ segments }: PathEntry): number {
  return segments.filter((segment) => 'name' in segment).length;
}

function segmentOf(contract: Contract, part: string, parameters: readonly Parameter[]): Segment {
  const named = namedSegment(part);
  if (named === undefined) return { text: contract.paths.ignoreCase ? part.toLowerCase() : part };
  const { name } = named;
  const parameter = parameters.find(
    (candidate) => candidate.in === 'path' && candidate.name === name,
  );
  const values = (contract.paths.ignoreCase ? (parameter?.enum ?? []) : []).filter(
    (value) => typeof value === 'string',
  );
  return {
    ...named,
    spellings: new Map(values.map((value) => [value.toLowerCase(), value])),
  };
}

function match(
  segments: readonly Segment[],
  { decoded, folded }: { readonly decoded: readonly string[]; readonly folded: readonly string[] },
  fold: (text: string) => string,
): Readonly<Record<string, string>> | undefined {
  const path = Object.create(null) as Record<string, string>;
  let index = -1;
  for (const segment of segments) {
    index += 1;
    if ('text' in segment) {
      if (folded[index] !== segment.text) return undefined;
    } else {
      const value = valueInSegment(segment, decoded[index] ?? '', fold);
      if (value === undefined) return undefined;
      path[segment.name] = segment.spellings.get(value.toLowerCase()) ?? value;
    }
  }
  return path;
}

/** The parts of a path, decoded one by one, so that an encoded slash stays part of a value. */
function decodeAll(parts: readonly string[]): readonly string[] | undefined {
  try {
    return parts.map((part) => (part.includes('%') ? decodeURIComponent(part) : part));
  } catch {
    return undefined;
  }
}
