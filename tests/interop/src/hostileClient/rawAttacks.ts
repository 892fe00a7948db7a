import * as fc from 'fast-check';
import type { Attack, AttackedApi } from './attack.ts';

/** Beginnings of right requests. */
function beginningsOf({ operations }: AttackedApi) {
  const of = (...methods: readonly string[]): readonly [method: string, path: string] => {
    const found = operations.find(({ method }) => methods.includes(method));
    return [found?.method ?? 'GET', found?.path() ?? '/'];
  };
  const [, path] = of('GET');
  const [method, target] = of('PUT', 'POST');
  const host = 'host: a\r\n';
  const get = `GET ${path} HTTP/1.1\r\n${host}`;
  const write = `${method} ${target} HTTP/1.1\r\n${host}content-type: application/json\r\n`;
  return { path, host, get, write, chunked: `${write}transfer-encoding: chunked\r\n\r\n` };
}

/** Requests that break one rule of HTTP each, and how many responses they get. */
function brokenRequests(
  target: AttackedApi,
): readonly (readonly [kind: string, answers: number, text: string])[] {
  const { path, host, get, write, chunked } = beginningsOf(target);
  return [
    ['no host', 1, `GET ${path} HTTP/1.1\r\n\r\n`],
    ['two hosts', 1, `${get}Host: b\r\n\r\n`],
    ['HTTP/1.0', 1, `GET ${path} HTTP/1.0\r\n\r\n`],
    ['HTTP/9.9', 1, `GET ${path} HTTP/9.9\r\n${host}\r\n`],
    ['HTTP/2', 1, 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
    ['TLS', 1, '\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003'],
    ['upgrade', 1, `${get}upgrade: websocket\r\nconnection: upgrade\r\n\r\n`],
    ['CONNECT', 1, `CONNECT a:443 HTTP/1.1\r\n${host}\r\n`],
    ['expectation', 1, `${write}expect: miracles\r\ncontent-length: 2\r\n\r\n`],
    ['continue', 1, `${write}expect: 100-continue\r\ncontent-length: 2\r\n\r\n{}`],
    ['chunk size', 1, `${chunked}zz\r\n`],
    ['negative chunk', 1, `${chunked}-1\r\n`],
    ['huge chunk', 1, `${chunked}ffffffffffffffffff\r\n`],
    ['long chunk', 1, `${chunked}1\r\n{}\r\n0\r\n\r\n`],
    ['chunk extension', 1, `${chunked}2;a="${'b'.repeat(20_000)}"\r\n{}\r\n0\r\n\r\n`],
    ['trailers', 1, `${chunked}2\r\n{}\r\n0\r\nconstructor: a\r\n\r\n`],
    ['negative length', 1, `${write}content-length: -1\r\n\r\n`],
    ['length with a sign', 1, `${write}content-length: +2\r\n\r\n{}`],
    ['two lengths', 1, `${write}content-length: 2\r\ncontent-length: 3\r\n\r\n{}`],
    [
      'length and chunks',
      1,
      `${write}content-length: 2\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n`,
    ],
    ['other coding', 1, `${write}transfer-encoding: gzip\r\n\r\n{}`],
    ['announced', 1, `${write}content-length: 99999999999\r\n\r\n`],
    ['large field', 1, `${get}a: ${'b'.repeat(40_000)}\r\n\r\n`],
    [
      'many fields',
      1,
      `${get}${Array.from({ length: 1500 }, (_, n) => `a${n}: b`).join('\r\n')}\r\n\r\n`,
    ],
    ['long line', 1, `GET /${'a'.repeat(40_000)} HTTP/1.1\r\n${host}\r\n`],
    ['folded field', 1, `${get}a: b\r\n c\r\n\r\n`],
    ['no colon', 1, `${get}nothing\r\n\r\n`],
    ['zero byte', 1, `${get}a: \u0000\r\n\r\n`],
    ['space in a name', 1, `${get}a b: c\r\n\r\n`],
    ['bare line feeds', 1, `GET ${path} HTTP/1.1\nhost: a\n\n`],
    ['pipelined', 20, `${get}\r\n`.repeat(20)],
    ['pipelined bodies', 5, `${write}content-length: 2\r\n\r\n{}`.repeat(5)],
    ['pipelined, the last broken', 2, `${get}\r\n${chunked}zz\r\n`],
  ];
}

/** Attacks on the HTTP itself. */
export function rawAttacks(target: AttackedApi): fc.Arbitrary<Attack> {
  const { get, write, chunked } = beginningsOf(target);
  const right = Buffer.from(`${write}content-length: 2\r\n\r\n{}`);
  const change = fc.tuple(fc.nat(400), fc.nat(255), fc.nat(2));
  const sources = [Buffer.from(`${get}\r\n`), right, Buffer.from(`${chunked}2\r\n{}\r\n0\r\n\r\n`)];
  return fc.oneof(
    {
      weight: 5,
      arbitrary: fc
        .constantFrom(...brokenRequests(target))
        .map(([kind, answers, text]) => bytesOf(kind, Buffer.from(text, 'latin1'), answers)),
    },
    {
      weight: 4,
      arbitrary: fc
        .tuple(fc.constantFrom(...sources), fc.array(change, { minLength: 1, maxLength: 4 }))
        .map(([source, changes]) => bytesOf('mutated', changes.reduce(mutate, source), undefined)),
    },
    {
      weight: 2,
      arbitrary: fc
        .tuple(fc.constantFrom(...sources), fc.nat(400))
        .map(([source, at]) => bytesOf('cut', source.subarray(0, at % source.length), undefined)),
    },
    {
      weight: 1,
      arbitrary: fc
        .uint8Array({ minLength: 1, maxLength: 4000 })
        .map((bytes) => bytesOf('noise', Buffer.from(bytes), undefined)),
    },
  );
}

function bytesOf(kind: string, raw: Buffer, answers: number | undefined): Attack {
  return {
    kind,
    method: '',
    target: '',
    headers: [],
    body: Buffer.alloc(0),
    signedIn: false,
    raw,
    answers,
  };
}

/** Another byte at a place, none, or one more. */
function mutate(bytes: Buffer, [place, value, how]: readonly [number, number, number]): Buffer {
  const at = place % bytes.length;
  const middle = how === 0 ? [value] : how === 1 ? [] : [bytes[at] ?? 0, value];
  return Buffer.concat([bytes.subarray(0, at), Buffer.from(middle), bytes.subarray(at + 1)]);
}
