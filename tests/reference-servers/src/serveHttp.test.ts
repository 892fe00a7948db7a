import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { serveHttp, type PlainResponse, type ReceivedRequest } from './serveHttp.ts';
import { writeJson } from './writeJson.ts';

const value = { b: ['/', 'Ünï 😀', '\u0000"\\'], a: { c: null, '🔑': 1 }, text: '</x>' };

/** Sends bytes as they are and reads until the server closes, or hangs up after the first bytes of a response. */
function exchange(url: string, text: string, hangUp: 'atOnce' | 'afterResponse'): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    let response = '';
    socket.setTimeout(2_000, () => socket.destroy());
    socket.on('error', () => socket.destroy());
    socket.on('close', () => resolve(response));
    socket.on('data', (bytes: Buffer) => {
      response += bytes.toString('latin1');
      if (response.includes('\r\n\r\n')) socket.end();
    });
    socket.write(text, 'latin1', () => {
      if (hangUp === 'atOnce') socket.destroy();
    });
  });
}

function responsePlanned(call: ReceivedRequest): PlainResponse {
  if (call.path === '/throw') throw new Error('planned');
  if (call.path === '/none') return { status: 204 };
  return call.path === '/empty' ? { status: 200 } : { status: 200, json: value };
}

describe.each(['plain', 'ornate'] as const)('serving in %s style', (style) => {
  const start = () =>
    serveHttp({ response: responsePlanned, style, failure: { status: 500, json: {} } });

  it('writes JSON that reads back the same', () => {
    expect(JSON.parse(writeJson(value, style))).toEqual(value);
  });

  it('frames bodies, empty bodies and no body', async () => {
    await using server = await start();
    const get = (path: string) =>
      exchange(server.url, `GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`, 'afterResponse');
    const framing =
      style === 'plain' ? /\r\ncontent-length: \d+\r\n/ : /\r\nTRANSFER-ENCODING: chunked\r\n/;
    expect(await get('/')).toMatch(framing);
    expect(await get('/empty')).toMatch(framing);
    expect(await get('/none')).not.toMatch(/content-length|transfer-encoding|content-type/i);
    expect(await (await fetch(server.url)).json()).toEqual(value);
    expect(await (await fetch(`${server.url}/empty`)).text()).toBe('');
  });

  it('outlives errors, garbage and senders that go away', async () => {
    await using server = await start();
    expect((await fetch(`${server.url}/throw`)).status).toBe(500);
    expect(await exchange(server.url, 'garbage\r\n\r\n', 'afterResponse')).toMatch(
      /^HTTP\/1\.1 400 /,
    );
    const partial = [
      'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 99\r\n\r\nabc',
      'CONNECT a:1 HTTP/1.1\r\nHost: a:1\r\n\r\n',
      'GET /',
    ];
    for (const text of partial) await exchange(server.url, text, 'atOnce');
    expect((await fetch(server.url)).status).toBe(200);
  });

  it('closes twice without complaint and answers no more', async () => {
    const server = await start();
    await server.close();
    await server.close();
    await expect(fetch(server.url)).rejects.toThrow('fetch failed');
  });
});
