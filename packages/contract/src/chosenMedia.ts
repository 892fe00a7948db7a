import type { Operation } from './description.ts';
import { isJsonMediaType, isObject } from './json.ts';

/** The key under which the media types stand that a body may have beside the one that is read. */
const otherTypes = 'otherMediaTypes';

const jsonPatch = 'application/json-patch+json';

/** The media type of a body that is merged (RFC 7396). */
export const mergePatch = 'application/merge-patch+json';

/** The media type of a body that engines send and read, and those that its document lists beside it. */
export interface MediaTypes {
  readonly mediaType: string;
  /** Ranges, such as that of every media type, among them. Left out where there are none. */
  readonly otherMediaTypes?: readonly string[];
}

/** A media type in small letters and without parameters. */
export function bareMediaType(mediaType: string): string {
  return (mediaType.split(';')[0] ?? '').trim().toLowerCase();
}

/**
 * Whether a body of this media type can be merged: one of JSON that says so, or that says nothing of changes. What is called a patch
 * otherwise has rules of its own, such as lists of changes, or lists that are merged.
 */
export function mayBeMerged(mediaType: string): boolean {
  const bare = bareMediaType(mediaType);
  return bare === mergePatch || (isJsonMediaType(bare) && !bare.includes('patch'));
}

/** What `Accept` says: the media types of the documented responses that are read. */
export function acceptedBy({ responses }: Pick<Operation, 'responses'>): string {
  const read = new Set(responses.flatMap(({ mediaType }) => mediaType ?? []));
  return [...read].join(', ') || 'application/json';
}

/** Whether a media type is one of these, some of which may be ranges. Letter case and parameters do not matter. */
export function isAmongMediaTypes(
  mediaTypes: readonly string[] | undefined,
  given: string,
): boolean {
  const wanted = bareMediaType(given);
  return (mediaTypes ?? []).some((one) => isWithin(bareMediaType(one), wanted));
}

/** Whether a media type is that one or, of a range such as `image/*` or `application/*+json`, one of those that it stands for. */
function isWithin(one: string, wanted: string): boolean {
  if (one === '*/*' || one === wanted) return true;
  const [begin = '', end] = one.split('*');
  return (
    begin.endsWith('/') &&
    end !== undefined &&
    wanted.length > begin.length + end.length &&
    wanted.startsWith(begin) &&
    wanted.endsWith(end)
  );
}

/** Whether it stands for several, as `application/*` does. */
function isRange(mediaType: string): boolean {
  return mediaType.endsWith('/*');
}

/**
 * Whether a JSON body that came under this media type is read as what the schema describes: it is the one that engines read, or
 * another JSON one that the document lists. A JSON Patch is a list of changes, and no such body.
 */
export function isReadAsBody({ mediaType, otherMediaTypes }: MediaTypes, given: string): boolean {
  const bare = bareMediaType(given);
  if (bare === mediaType || otherMediaTypes?.includes('*/*') === true) return true;
  const isOfSchema = isJsonMediaType(bare) && bare !== jsonPatch;
  return isOfSchema && isAmongMediaTypes(otherMediaTypes, bare);
}

/**
 * The request body or response with the one media type that engines read: of several the JSON one, first that of what is merged.
 * The others are only named beside it. The same object where there is one media type.
 */
export function withChosenMedia(
  node: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const { content } = node;
  const names = isObject(content) ? Object.keys(content) : [];
  if (!isObject(content) || names.length < 2) return node;
  const chosen = chosenMediaType(names) ?? '';
  return {
    ...node,
    content: { [chosen]: content[chosen] },
    [otherTypes]: names.filter((name) => name !== chosen),
  };
}

/** Of the keys of a `content`, the one that engines read: JSON where there is some. */
export function chosenMediaType(names: readonly string[]): string | undefined {
  return names.toSorted((one, other) => rankOf(one) - rankOf(other))[0];
}

/** Whether a body under that key of a `content` can be sent and read: it is JSON, or whatever one likes. */
export function isReadMediaType(name: string): boolean {
  return isJsonMediaType(mediaTypesOf(name, {}).mediaType);
}

/** How gladly a media type is read: less is better. */
function rankOf(name: string): number {
  const bare = bareMediaType(name);
  const ranks = [
    bare === mergePatch,
    bare === 'application/json',
    isJsonMediaType(bare) && bare !== jsonPatch,
    isJsonMediaType(bare),
    bare === 'application/*',
    bare === '*/*',
  ];
  const found = ranks.indexOf(true);
  return found === -1 ? ranks.length : found;
}

/** The media types of a body under its key in `content`; where that is a range, JSON is sent and read. */
export function mediaTypesOf(key: string, node: object): MediaTypes {
  const given: unknown = Reflect.get(node, otherTypes);
  const others = Array.isArray(given) ? given.map(String) : [];
  const bare = bareMediaType(key);
  const isAny = isRange(bare) && 'application/json'.startsWith(bare.replace(/^\*\/\*$|\*$/, ''));
  const all = isAny ? [key, ...others] : others;
  return {
    mediaType: isAny ? 'application/json' : bare,
    ...(all.length === 0 ? {} : { otherMediaTypes: all }),
  };
}
