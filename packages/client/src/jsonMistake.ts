/** What may stand next. */
const expected = {
  value: 'a value is expected',
  valueOrEnd: 'a value or ] is expected',
  name: 'a name in double quotes is expected',
  nameOrEnd: 'a name in double quotes or } is expected',
  colon: 'a colon is expected',
  inList: 'a comma or ] is expected',
  inObject: 'a comma or } is expected',
  nothing: 'the end is expected',
} as const;

type Expected = keyof typeof expected;

/** One token, and what is blank before it: a bracket, a text, or a number or word. A text can be read in one way only, or one without an end took for ever. */
const tokens =
  /[ \t\n\r]*(?:([{}[\],:])|("[ !#-[\]-\uffff]*(?:\\(?:["\\/bfnrt]|u[\dA-Fa-f]{4})[ !#-[\]-\uffff]*)*")|(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[Ee][+-]?\d+)?))/y;

function isValue(now: Expected): boolean {
  return now === 'value' || now === 'valueOrEnd';
}

function isName(now: Expected): boolean {
  return now === 'name' || now === 'nameOrEnd';
}

const ends: Readonly<Record<string, readonly Expected[]>> = {
  ']': ['valueOrEnd', 'inList'],
  '}': ['nameOrEnd', 'inObject'],
};

/** What may stand behind a token; undefined where the token may not stand here. `open` has the ends of what is open. */
function behind(
  now: Expected,
  sign: string | undefined,
  isText: boolean,
  open: string[],
): Expected | undefined {
  const afterValue = (): Expected =>
    open.length === 0 ? 'nothing' : open.at(-1) === ']' ? 'inList' : 'inObject';
  if (sign === undefined) {
    if (isText && isName(now)) return 'colon';
    return isValue(now) ? afterValue() : undefined;
  }
  if (sign === ':') return now === 'colon' ? 'value' : undefined;
  if (sign === ',') {
    if (now === 'inList') return 'value';
    return now === 'inObject' ? 'name' : undefined;
  }
  if (sign === '{' || sign === '[') {
    if (!isValue(now)) return undefined;
    open.push(sign === '{' ? '}' : ']');
    return sign === '{' ? 'nameOrEnd' : 'valueOrEnd';
  }
  if (ends[sign]?.includes(now) !== true) return undefined;
  open.pop();
  return afterValue();
}

/**
 * Where a text stops being JSON, and why: `line 2, column 3: a value is expected`; undefined where it is JSON. Lines and columns
 * count from 1. Quotes nothing, since the text may hold a secret: the parser's own message quotes, and often names no place.
 */
export function jsonMistake(text: string): string | undefined {
  const open: string[] = [];
  let now: Expected = 'value';
  let at = 0;
  for (;;) {
    tokens.lastIndex = at;
    const found = tokens.exec(text);
    const next: Expected | undefined =
      found === null ? undefined : behind(now, found[1], found[2] !== undefined, open);
    if (next === undefined) break;
    now = next;
    at = tokens.lastIndex;
  }
  while (/[ \t\n\r]/.test(text.charAt(at))) at += 1;
  if (at === text.length && now === 'nothing') return undefined;
  const before = text.slice(0, at).split('\n');
  const isText = text.charAt(at) === '"' && (isValue(now) || isName(now));
  const why = isText
    ? 'the text that begins here does not end in its line, or holds what JSON writes in another way'
    : expected[now];
  return `line ${before.length}, column ${(before.at(-1) ?? '').length + 1}: ${why}`;
}
