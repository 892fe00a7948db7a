import { gzipSync } from 'node:zlib';
import * as fc from 'fast-check';

const bomb = gzipSync(' '.repeat(1_000_000));

const oddJson = fc.oneof(
  fc.constantFrom(
    '',
    ' ',
    'null',
    '0',
    '""',
    '[]',
    '{}',
    '{"a":1e999999}',
    '{"a":-0}',
    `{"a":${'9'.repeat(5000)}}`,
    '{"__proto__":{"id":"a"}}',
    '{"constructor":{"prototype":{}}}',
    '{"a":1,"a":2}',
    '{"a":"\\ud800"}',
    '{"a":"\\u0000"}',
    '{"a":}',
    "{'a':1}",
    '{"a":NaN}',
    '{"a":1}{"b":2}',
    '\ufeff{}',
    '['.repeat(100_000),
    '{"a":'.repeat(50_000),
    `[${'[],'.repeat(100_000)}[]]`,
  ),
  fc.json({ maxDepth: 6 }),
);

/** Values that a member of a body should not have. */
const oddValues = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.constantFrom(
    'x'.repeat(60_000),
    '\u202e',
    '\u001b[2J',
    'https://[',
    2 ** 53,
    -1,
    1e308,
    [],
    {},
  ),
);

/** Bodies of hostile callers; one in a hundred is about as large as it may be, or larger. */
export function hostileBodies(members: readonly string[]): fc.Arbitrary<Buffer> {
  const names = fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...members) },
    { weight: 1, arbitrary: fc.constantFrom('__proto__', 'constructor', 'toString') },
  );
  return fc.oneof(
    {
      weight: 40,
      arbitrary: fc.dictionary(names, oddValues).map((body) => Buffer.from(JSON.stringify(body))),
    },
    { weight: 30, arbitrary: oddJson.map((text) => Buffer.from(text)) },
    { weight: 10, arbitrary: oddJson.map((text) => Buffer.from(text, 'utf16le')) },
    {
      weight: 19,
      arbitrary: fc.uint8Array({ maxLength: 3000 }).map((bytes) => Buffer.from(bytes)),
    },
    {
      weight: 1,
      arbitrary: fc
        .constantFrom(1_000_000, 1_048_576, 1_048_577, 1_500_000)
        .map((length) => Buffer.from(`[${'0,'.repeat(length / 2)}0]`).subarray(0, length)),
    },
    { weight: 1, arbitrary: fc.constant(bomb) },
  );
}

/** How bodies are announced. */
export const hostileTypes: fc.Arbitrary<(readonly [string, string])[]> = fc.constantFrom(
  [['content-type', 'application/json']],
  [['content-type', 'application/json']],
  [['content-type', 'application/json']],
  [['content-type', 'application/json; charset=utf-16']],
  [
    ['content-type', 'application/json'],
    ['content-encoding', 'gzip'],
  ],
  [['content-type', 'text/plain']],
  [['content-type', ';;;"']],
  [['content-type', 'multipart/form-data']],
  [],
);
