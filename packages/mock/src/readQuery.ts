/**
 * Reads a query string; the first of several values of one name counts. Undefined where a percent sign begins no valid
 * UTF-8 sequence.
 */
export function readQuery(text: string): Readonly<Record<string, string>> | undefined {
  if (text === '') return noQuery;
  const query: Record<string, string> = Object.create(null) as Record<string, string>;
  try {
    for (const pair of text.split('&')) {
      if (pair === '') continue;
      const mark = pair.indexOf('=');
      const name = decode(mark < 0 ? pair : pair.slice(0, mark));
      if (!(name in query)) query[name] = mark < 0 ? '' : decode(pair.slice(mark + 1));
    }
  } catch {
    return undefined;
  }
  return query;
}

const noQuery = Object.freeze(Object.create(null)) as Readonly<Record<string, string>>;

function decode(part: string): string {
  return decodeURIComponent(part.replaceAll('+', ' '));
}
