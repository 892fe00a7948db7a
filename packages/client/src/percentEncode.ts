/** Percent-encodes everything but RFC 3986's unreserved characters, so that no two readers of a URL differ. */
export const percentEncode = (text: string): string =>
  encodeURIComponent(text).replace(
    /[!'()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );
