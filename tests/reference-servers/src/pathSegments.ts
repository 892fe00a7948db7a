/** One part of a path, decoded, or `undefined` where its percent escapes are broken. */
export type Segment = string | undefined;

function decode(segment: string): Segment {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}

/** The decoded parts of an absolute path; `slashOptional` lets a single slash at its end count for nothing. */
export function pathSegments(path: string, slashOptional: boolean): Segment[] {
  const parts = path.split('/').slice(1);
  if (slashOptional && parts.length > 1 && parts.at(-1) === '') parts.pop();
  return parts.map(decode);
}
