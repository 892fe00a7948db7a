import { describe, expect, it } from 'vitest';
import type { RunningServer } from './serveHttp.ts';
import { signedFetch, signedHeaders, type SigningInput } from './testing/signedFetch.ts';
import { startWickrServer, type WickrServerOptions } from './wickrServer.ts';

type SentResponse = {
  status: number;
  text: string;
  json: Record<string, unknown>;
  error: string | undefined;
};
type Send = (
  method: string,
  path: string,
  body?: unknown,
  more?: Partial<SigningInput>,
) => Promise<SentResponse>;

const network = '/networks/12345678/oidc';
const required = {
  companyId: 'us-east-1-company123',
  issuer: 'https://idp.example.com',
  scopes: 'openid profile email',
};
const full = {
  ...required,
  customUsername: 'Ünï 😀',
  extraAuthParams: 'a=b&c=d',
  secret: 'hidden-secret',
  ssoTokenBufferMinutes: 7,
  userId: 'client',
};

async function readReply(response: Response): Promise<SentResponse> {
  const text = await response.text();
  const json = JSON.parse(text) as Record<string, unknown>;
  const name =
    response.headers.get('x-amzn-errortype')?.split(':')[0] ??
    [json['__type'], json['code']].find((value) => typeof value === 'string')?.split('#')[1];
  return { status: response.status, text, json, error: name };
}

async function withServer(
  options: WickrServerOptions,
  use: (send: Send, server: RunningServer) => Promise<void>,
): Promise<void> {
  await using server = await startWickrServer(options);
  const send: Send = async (method, path, body, more) => {
    const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
    const headers = text === undefined ? {} : { 'content-type': 'application/json' };
    return readReply(
      await signedFetch({
        method,
        url: server.url + path,
        headers,
        ...(text === undefined ? {} : { body: text }),
        ...more,
      }),
    );
  };
  await use(send, server);
}

describe.each(['a', 'b'] as const)('the Wickr server, variant %s', (variant) => {
  const first = variant === 'a';
  const either = (inFirst: string, inSecond: string): string => (first ? inFirst : inSecond);

  it('gives back what was saved, replaces and does not merge, and keeps each network by itself', () =>
    withServer({ variant }, async (send) => {
      const { secret: _, ...open } = full;
      expect(await send('POST', `${network}/save`, { ...full, unknown: 1 })).toMatchObject({
        status: 200,
        json: open,
      });
      const info = await send('GET', network);
      expect(info.json).toMatchObject({ openidConnectInfo: open });
      expect(info.json).not.toHaveProperty('tokenInfo');
      expect(info.text.includes('hidden-secret')).toBe(!first);
      await send('POST', `${network}/save`, required);
      const again = (await send('GET', network)).json['openidConnectInfo'];
      expect(again).toMatchObject(required);
      for (const name of [
        'customUsername',
        'secret',
        'clientSecret',
        'userId',
        'ssoTokenBufferMinutes',
      ])
        expect(again).not.toHaveProperty(name);
      const other = await send('GET', '/networks/87654321/oidc');
      expect([other.status, other.error]).toEqual(
        first ? [404, 'ResourceNotFoundError'] : [200, undefined],
      );
      expect(other.json).not.toHaveProperty('openidConnectInfo');
    }));

  it('shows a secret masked, as sent or not at all', async () => {
    for (const [secret, expected] of [
      ['masked', '********'],
      ['asSent', 'hidden-secret'],
      ['absent', undefined],
    ] as const) {
      await withServer({ variant, secret }, async (send) => {
        const { json } = await send('POST', `${network}/save`, full);
        expect([json['secret'], json['clientSecret']]).toEqual([expected, expected]);
      });
    }
  });

  it('gives tokens if and only if code and grantType are sent', () =>
    withServer({ variant }, async (send) => {
      await send('POST', `${network}/save`, required);
      for (const query of ['?code=c', '?grantType=authorization_code', '?clientId=x&url=y']) {
        expect((await send('GET', network + query)).json).not.toHaveProperty('tokenInfo');
      }
      const { json, text } = await send(
        'GET',
        `${network}?clientSecret=sss&code=c&codeVerifier=v&grantType=authorization_code`,
      );
      expect(json['tokenInfo']).toMatchObject({
        accessToken: expect.any(String),
        expiresIn: first ? 0 : 4_294_967_296,
      });
      expect(text).not.toContain('sss');
    }));

  it('tests an issuer and saves nothing', () =>
    withServer({ variant }, async (send) => {
      const { issuer, scopes } = required;
      expect(await send('POST', `${network}/test`, { issuer, scopes })).toMatchObject({
        status: 200,
        json: { issuer },
      });
      for (const wrong of [
        'http://idp.example.com',
        'https://idp.invalid',
        'https://a.b.INVALID:8443/x',
        'idp',
        'https://',
      ]) {
        const reply = await send('POST', `${network}/test`, { issuer: wrong, scopes });
        expect(reply).toMatchObject({
          status: 400,
          error: 'BadRequestError',
          json: { message: 'issuer contains an invalid endpoint' },
        });
      }
      const empty = await send('POST', `${network}/test`, { issuer: '', scopes });
      expect([empty.status, empty.error]).toEqual(
        first ? [400, 'BadRequestError'] : [422, 'ValidationError'],
      );
      expect((await send('GET', network)).json).not.toHaveProperty('openidConnectInfo');
    }));

  it('names the property of a wrong type', () =>
    withServer({ variant }, async (send) => {
      for (const [field, value] of Object.entries(full)) {
        const wrongs =
          typeof value === 'number' ? ['7', 1.5, true, [], {}, 1e300] : [5, true, ['x'], {}];
        for (const wrong of wrongs) {
          const reply = await send('POST', `${network}/save`, { ...full, [field]: wrong });
          expect(reply).toMatchObject({
            status: 422,
            error: 'ValidationError',
            json: { reasons: [{ field, reason: expect.any(String) }] },
          });
          expect(reply.text).not.toContain('hidden-secret');
        }
      }
    }));

  it('refuses what is missing, null, empty or of another region', () =>
    withServer({ variant }, async (send) => {
      const status = { BadRequestError: 400, ValidationError: 422 };
      const expectRefusal = async (change: object, error: keyof typeof status): Promise<void> => {
        const reply = await send('POST', `${network}/save`, { ...full, ...change });
        expect([reply.status, reply.error]).toEqual([status[error], error]);
      };
      for (const name of Object.keys(required)) {
        await expectRefusal({ [name]: undefined }, first ? 'ValidationError' : 'BadRequestError');
        await expectRefusal({ [name]: null }, first ? 'BadRequestError' : 'ValidationError');
      }
      await expectRefusal({ companyId: '' }, first ? 'BadRequestError' : 'ValidationError');
      await expectRefusal({ companyId: 'eu-west-1-company123' }, 'BadRequestError');
      expect((await send('POST', `${network}/save`, { ...full, userId: null })).status).toBe(
        first ? 200 : 422,
      );
    }));

  it('refuses networks, paths, methods and media types its own way', () =>
    withServer({ variant }, async (send) => {
      for (const id of [
        '1234567',
        '123456789',
        '1234567a',
        '%D9%A1%D9%A1%D9%A1%D9%A1%D9%A1%D9%A1%D9%A1%D9%A1',
      ]) {
        const reply = await send('GET', `/networks/${id}/oidc`);
        expect([reply.status, reply.error]).toEqual(
          first ? [422, 'ValidationError'] : [400, 'BadRequestError'],
        );
      }
      const unknown = await send('POST', '/networks/00000000/oidc/save', first ? '{' : full);
      expect([unknown.status, unknown.error]).toEqual([404, 'ResourceNotFoundError']);
      for (const method of ['PUT', 'DELETE', 'POST'])
        expect((await send(method, network)).error).toBe(
          either('ResourceNotFoundError', 'ForbiddenError'),
        );
      expect((await send('GET', '/networks')).status).toBe(404);
      const text = await send('POST', `${network}/save`, full, {
        headers: { 'content-type': 'text/plain' },
      });
      expect(text.status).toBe(first ? 415 : 422);
    }));

  it('answers every kind of broken body at once and lives on', () =>
    withServer({ variant }, async (send, server) => {
      for (const body of ['', '{', '{"a":1}}', '[[', '\u0000']) {
        expect(await send('POST', `${network}/save`, body)).toMatchObject({
          status: 400,
          error: 'BadRequestError',
        });
      }
      for (const body of ['[]', '"x"', 'null', '5'])
        expect([400, 422]).toContain((await send('POST', `${network}/save`, body)).status);
      const large = await fetch(`${server.url}${network}/save`, {
        method: 'POST',
        body: 'x'.repeat(1_100_000),
      });
      expect(large.status).toBe(413);
      expect((await fetch(`${server.url}/%zz?%zz`)).status).toBeGreaterThanOrEqual(401);
      expect((await send('POST', `${network}/save`, full)).status).toBe(200);
    }));

  it('really checks signatures', () =>
    withServer({ variant }, async (send, server) => {
      const url = `${server.url}${network}?clientId=x`;
      const body = JSON.stringify(full);
      const wrong: Partial<SigningInput>[] = [
        { accessKeyId: 'AKIDOTHER' },
        { secretAccessKey: 'other' },
        { region: 'us-west-2' },
        { service: 'iam' },
        { time: Date.now() - 302_000 },
        { time: Date.now() + 302_000 },
      ];
      for (const more of wrong) {
        const reply = await send('GET', network, undefined, more);
        expect(reply).toMatchObject({
          status: first ? 401 : 403,
          json: { message: expect.any(String) },
        });
        expect(reply.error).toBe(either('UnauthorizedError', 'ForbiddenError'));
      }
      const unsigned = await readReply(await fetch(url));
      expect([unsigned.status, unsigned.error]).toEqual(
        first ? [403, 'ForbiddenError'] : [401, 'UnauthorizedError'],
      );
      const headers = signedHeaders({ method: 'GET', url });
      expect([401, 403]).toContain((await fetch(`${url}y`, { headers })).status);
      expect([401, 403]).toContain(
        (await fetch(url, { headers: { ...headers, 'x-amz-date': '20200101T000000Z' } })).status,
      );
      const saving = signedHeaders({
        method: 'POST',
        url: `${server.url}${network}/save`,
        body,
        headers: { 'content-type': 'application/json' },
      });
      const changed = await fetch(`${server.url}${network}/save`, {
        method: 'POST',
        headers: saving,
        body: `${body} `,
      });
      expect([401, 403]).toContain(changed.status);
      expect((await send('GET', network)).json).not.toHaveProperty('openidConnectInfo');
    }));

  it('takes another region and other networks, and leaves out userId where only SHOULD asks for it', () =>
    withServer(
      { variant, region: 'eu-west-1', networks: ['00000001'], tolerated: true },
      async (send) => {
        const path = '/networks/00000001/oidc/save';
        const region = 'eu-west-1';
        expect((await send('POST', path, full)).status).toBe(first ? 401 : 403);
        expect((await send('POST', path, full, { region })).json).toMatchObject({
          message: 'Invalid companyId',
        });
        const saved = await send('POST', path, { ...full, companyId: 'eu-west-1-x' }, { region });
        expect(saved).toMatchObject({
          status: 200,
          json: { companyId: 'eu-west-1-x', serverNote: '' },
        });
        expect(saved.json).not.toHaveProperty('userId');
        expect((await send('GET', network, undefined, { region })).error).toBe(
          'ResourceNotFoundError',
        );
      },
    ));
});
