const unreserved = /^[A-Za-z0-9\-._~]*$/;

/** Percent-encodes every byte that is not unreserved. Targets arrive with one character a byte. */
function encode(text: string): string {
  if (unreserved.test(text)) return text;
  let encoded = '';
  for (const byte of Buffer.from(text, 'latin1')) {
    const character = String.fromCharCode(byte);
    encoded += unreserved.test(character)
      ? character
      : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }
  return encoded;
}

function decode(part: string): string {
  if (!part.includes('%') && !part.includes('+')) return part;
  return part
    .replaceAll('+', ' ')
    .replaceAll(/%([0-9A-Fa-f]{2})/g, (_, digits: string) =>
      String.fromCharCode(Number.parseInt(digits, 16)),
    );
}

/** The path without `.`, `..` and empty parts, encoded once more than sent: every service but S3 signs it so. */
export function canonicalPath(path: string): string {
  const kept: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') kept.pop();
    else if (part !== '' && part !== '.') kept.push(encode(part));
  }
  return `/${kept.join('/')}${kept.length > 0 && path.endsWith('/') ? '/' : ''}`;
}

/** The parameters, decoded and encoded in one way, sorted by name and value. */
export function canonicalQuery(query: string): string {
  if (query === '') return '';
  return query
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair): [string, string] => {
      const mark = pair.indexOf('=');
      const name = mark < 0 ? pair : pair.slice(0, mark);
      return [encode(decode(name)), mark < 0 ? '' : encode(decode(pair.slice(mark + 1)))];
    })
    .toSorted(
      ([name, value], [other, otherValue]) => compare(name, other) || compare(value, otherValue),
    )
    .map((pair) => pair.join('='))
    .join('&');
}

/** A header's line: the value without spaces around it and with single ones inside. */
export function canonicalHeader(name: string, value: string): string {
  return `${name}:${value.trim().replaceAll(/[ \t]+/g, ' ')}\n`;
}

/** Orders text by its bytes. */
export function compare(left: string, right: string): number {
  return left === right ? 0 : left < right ? -1 : 1;
}
