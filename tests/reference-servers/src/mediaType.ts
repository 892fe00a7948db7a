/** How a request's `Content-Type` stands to `application/json`, in any case and with any parameters. */
export function mediaType(
  headers: Record<string, string[] | undefined>,
): 'json' | 'other' | 'missing' {
  const values = headers['content-type'];
  if (values === undefined || values.length === 0) return 'missing';
  const bare = values.join(',').split(';')[0]?.trim().toLowerCase();
  return bare === 'application/json' ? 'json' : 'other';
}
