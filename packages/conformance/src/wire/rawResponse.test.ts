import { describe, expect, test } from 'vitest';
import { readRawResponse } from './rawResponse.ts';

function response(text: string): Buffer {
  return Buffer.from(text.replaceAll('\n', '\r\n'));
}

describe('the bytes of a response', () => {
  test.each([
    ['a length that is kept', 'HTTP/1.1 200 OK\ncontent-length: 2\n\n{}', 200, '{}'],
    ['an empty reason', 'HTTP/1.1 200 \nContent-Length: 2\n\n{}', 200, '{}'],
    ['chunks', 'HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n1\n{\n1;x=y\n}\n0\n\n', 200, '{}'],
    ['trailers', 'HTTP/1.1 200 OK\ntransfer-encoding: chunked\n\n2\n{}\n0\nx-a: b\n\n', 200, '{}'],
    ['a body to the end of the connection', 'HTTP/1.1 200 OK\n\n{}', 200, '{}'],
    ['no body', 'HTTP/1.1 204 No Content\n\n', 204, ''],
    [
      'no body, and a length that says so',
      'HTTP/1.1 204 No Content\ncontent-length: 0\n\n',
      204,
      '',
    ],
    [
      'an interim answer',
      'HTTP/1.1 100 Continue\n\nHTTP/1.1 200 OK\ncontent-length: 2\n\n{}',
      200,
      '{}',
    ],
  ])('are right with %s', (_, text, status, body) => {
    expect(readRawResponse(response(text))).toMatchObject({ status, text: body, violations: [] });
  });

  test.each([
    ['a body on a 204', 'HTTP/1.1 204 No Content\n\n{}', '{}'],
    [
      'a chunked body on a 204',
      'HTTP/1.1 204 No Content\ntransfer-encoding: chunked\n\n2\n{}\n0\n\n',
      '2\r\n{}\r\n0\r\n\r\n',
    ],
  ])('show %s', (_, text, body) => {
    expect(readRawResponse(response(text)).text).toBe(body);
  });

  test.each([
    [
      'a length that is too short',
      'HTTP/1.1 200 OK\ncontent-length: 1\n\n{}',
      /Content-Length is 1, but 2 bytes/,
    ],
    [
      'a length that is too long',
      'HTTP/1.1 200 OK\ncontent-length: 3\n\n{}',
      /Content-Length is 3, but 2 bytes/,
    ],
    ['two lengths', 'HTTP/1.1 200 OK\ncontent-length: 2\ncontent-length: 3\n\n{}', /'2, 3'/],
    ['a length that is none', 'HTTP/1.1 200 OK\ncontent-length: two\n\n{}', /'two'/],
    [
      'a last chunk that is missing',
      'HTTP/1.1 200 OK\ntransfer-encoding: chunked\n\n2\n{}\n',
      /not complete/,
    ],
    [
      'bytes after the last chunk',
      'HTTP/1.1 200 OK\ntransfer-encoding: chunked\n\n2\n{}\n0\n\nmore\n',
      /bytes follow/,
    ],
    [
      'a length on a 204',
      'HTTP/1.1 204 No Content\ncontent-length: 2\n\n',
      /Content-Length is 2 without a body/,
    ],
  ])('are flawed by %s', (_, text, violation) => {
    expect(readRawResponse(response(text)).violations).toEqual([expect.stringMatching(violation)]);
  });

  test('that are no HTTP are no response', () => {
    expect(() => readRawResponse(Buffer.from('hello\r\n\r\n'))).toThrow(/no HTTP/);
  });
});
