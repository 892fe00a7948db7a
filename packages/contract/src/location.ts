import type {
  Description,
  DescribedResource,
  DocumentedResponse,
  Operation,
} from './description.ts';
import { parentNames } from './parentText.ts';

type Documented = Pick<Description, 'operations' | 'resources'>;
type PathValues = Readonly<Record<string, string>>;
type Header = DocumentedResponse['headers'][number];

/** A documented header of a response, in any letter case; undefined where there is none. */
export function headerOf({ headers }: DocumentedResponse, wanted: string): Header | undefined {
  return headers.find(({ name }) => name.toLowerCase() === wanted);
}

/** What the `Location` of a response leads to. */
export interface Located<R extends DescribedResource = DescribedResource> {
  readonly header: Header;
  readonly resource: R;
  /** The operation that reads it. */
  readonly read: Operation;
}

/**
 * What the `Location` of a 201 leads to: what was created, where the document has an operation that reads it. Undefined where
 * no such header is documented, or where nobody could read it. Source: RFC 9110, 10.2.2 and 15.3.2.
 */
export function locatedBy<R extends DescribedResource>(
  { action }: Operation,
  response: DocumentedResponse,
  { operations, resources }: Omit<Documented, 'resources'> & { readonly resources: readonly R[] },
): Located<R> | undefined {
  const header = headerOf(response, 'location');
  if (header === undefined || response.status !== 201) return undefined;
  if (action.does !== 'create' && action.does !== 'save') return undefined;
  const resource = resources.find(({ name }) => name === action.resource);
  const read = operations.find(({ id }) => id === resource?.operations.read);
  if (resource?.key === undefined || read === undefined) return undefined;
  // What it would have to ask for beside the path, a Location need not say.
  const isWhole = read.parameters.every((one) => one.in === 'path' || !one.required);
  return isWhole ? { header, resource, read } : undefined;
}

/**
 * The path parameters of what a `Location` leads to, decoded; the parents are those of the request that was answered with it, whose
 * path parameters are `path`: a server may write them otherwise (`/users/me` is `/users/5`), and only who follows it sees whether
 * they are others. Undefined where it is no path of the operation that reads such a thing.
 */
export function pathInLocation(
  { basePath, paths }: Pick<Description, 'basePath' | 'paths'>,
  { path: template }: Operation,
  path: PathValues,
  { resource, read }: Located,
  location: string,
): PathValues | undefined {
  const sent = `${basePath}${filledPath(template, path)}`;
  const base = `http://server.invalid${sent}`;
  if (!URL.canParse(location, base)) return undefined;
  const parts = decoded(new URL(location, base).pathname);
  const wanted = segmentsOf(read.path);
  // What a target has in front of its paths, nobody knows here.
  const own = parts?.slice(-wanted.length);
  if (own === undefined || own.length < wanted.length) return undefined;
  const fold = (text: string): string => (paths.ignoreCase ? text.toLowerCase() : text);
  const values: Record<string, string> = {};
  for (const [index, segment] of wanted.entries()) {
    const part = own[index] ?? '';
    const named = namedSegment(segment);
    const value = named === undefined ? part : valueInSegment(named, part, fold);
    if (value === undefined || (named === undefined && fold(part) !== fold(segment)))
      return undefined;
    if (named !== undefined) values[named.name] = value;
  }
  // What a request leaves to the server, the header says.
  for (const name of parentNames(resource)) values[name] = path[name] ?? values[name] ?? '';
  return values;
}

/** A segment of a path with a parameter in it, and what stands around that: `({id})`, `{name}.json`. */
export interface NamedSegment {
  readonly before: string;
  readonly name: string;
  readonly after: string;
}

/** Takes a segment of a path apart; undefined where no parameter is in it. */
export function namedSegment(segment: string): NamedSegment | undefined {
  const [, before = '', name, after = ''] = /^([^{}]*)\{([^{}]+)\}([^{}]*)$/.exec(segment) ?? [];
  return name === undefined ? undefined : { before, name, after };
}

/** The value of the parameter in a decoded segment; undefined where that is another one. `fold` makes letters alike that are. */
export function valueInSegment(
  { before, after }: NamedSegment,
  part: string,
  fold: (text: string) => string,
): string | undefined {
  const end = part.length - after.length;
  const isFitting =
    end > before.length &&
    fold(part.slice(0, before.length)) === fold(before) &&
    fold(part.slice(end)) === fold(after);
  return isFitting ? part.slice(before.length, end) : undefined;
}

/** A path with its parameters filled in and encoded. */
export function filledPath(template: string, path: PathValues): string {
  return template.replaceAll(/\{([^{}]+)\}/g, (_whole, name: string) =>
    encodeURIComponent(path[name] ?? ''),
  );
}

function segmentsOf(path: string): readonly string[] {
  return path.replace(/\/$/, '').split('/').slice(1);
}

function decoded(path: string): readonly string[] | undefined {
  try {
    return segmentsOf(path).map(decodeURIComponent);
  } catch {
    return undefined;
  }
}
