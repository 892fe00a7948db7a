/**
 * The media type of a body, lower case and without parameters. A body in another character set than UTF-8 or in a
 * content encoding keeps that in its name, so that it is no documented media type.
 */
export function mediaTypeOf(headers: Readonly<Record<string, string>>): string | undefined {
  const header = headers['content-type'];
  if (header === undefined) return undefined;
  if (!header.includes(';') && headers['content-encoding'] === undefined)
    return header.trim().toLowerCase();
  const [type = '', ...parameters] = header.split(';');
  const name = type.trim().toLowerCase();
  const charset = parameters
    .map((parameter) => /^\s*charset\s*=\s*"?([^"\s]*)"?\s*$/i.exec(parameter)?.[1]?.toLowerCase())
    .find((value) => value !== undefined);
  const encoding = headers['content-encoding']?.trim().toLowerCase() ?? 'identity';
  if (charset !== undefined && !['utf-8', 'utf8', 'us-ascii'].includes(charset))
    return `${name}; charset=${charset}`;
  return encoding === 'identity' || encoding === '' ? name : `${name}; encoding=${encoding}`;
}
