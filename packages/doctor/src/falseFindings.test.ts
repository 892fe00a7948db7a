import { gzipSync } from 'node:zlib';
import type { SignInValues } from '@oidc-admin/client';
import { generate } from 'selfsigned';
import { expect, test } from 'vitest';
import { wellKnown } from './address.ts';
import { diagnose, type DiagnoseOptions } from './diagnose.ts';
import type { DoctorSurroundings } from './doctorSurroundings.ts';

const issuer = 'https://idp.example';
const rsa = {
  kty: 'RSA',
  use: 'sig',
  kid: 'rsa',
  n: 'sXchDaQebHnPiGvyDOAT4saGEUetSyo9',
  e: 'AQAB',
};
const ec = { kty: 'EC', kid: 'ec', crv: 'P-256', x: 'MKBCTNIcKUSDii11ySs', y: '4Etl6SRW2YiLUrN5v' };
const document = {
  issuer,
  authorization_endpoint: `${issuer}/authorize`,
  token_endpoint: `${issuer}/token`,
  jwks_uri: `${issuer}/keys`,
  response_types_supported: ['code'],
  id_token_signing_alg_values_supported: ['RS256'],
};

interface Peculiar extends Partial<DoctorSurroundings> {
  readonly document?: Readonly<Record<string, unknown>>;
  readonly keys?: readonly object[];
  readonly values?: SignInValues;
  readonly serviceTest?: DiagnoseOptions['serviceTest'];
}

/** What is said of a provider that is right, though not as others are. */
async function diagnosed({
  document: own,
  keys = [rsa],
  values,
  serviceTest,
  ...network
}: Peculiar) {
  const pages: Readonly<Record<string, unknown>> = {
    [issuer + wellKnown]: own ?? document,
    [`${issuer}/keys`]: { keys },
  };
  return diagnose(
    { address: issuer, addressForm: 'issuer', ...values },
    {
      serviceTest,
      surroundings: {
        fetch: async (url) => Response.json(pages[url]),
        lookup: async () => ['203.0.113.7'],
        chainOf: async () => ({ certificates: [], refused: undefined, needsGiven: false }),
        now: () => Date.now(),
        ...network,
      },
    },
  );
}

async function problemsOf(peculiar: Peculiar): Promise<string[]> {
  const { findings } = await diagnosed(peculiar);
  return findings.filter(({ severity }) => severity !== 'ok').map(({ code }) => code);
}

const { cert } = await generate([{ name: 'commonName', value: 'signs tokens' }], {
  algorithm: 'sha256',
});
const x5c = [cert.replace(/-----[^-]+-----|\s/g, '')];

test.each<readonly [string, Peculiar]>([
  [
    'publishes keys of other kinds beside those that sign, which nobody needs to keep',
    {
      keys: [
        rsa,
        ec,
        { kty: 'AKP', kid: 'new', pub: 'abc' },
        { ...rsa, use: 'enc', n: 'AQAB' },
        { kty: 'XYZ' },
      ],
      values: { jwkSet: JSON.stringify({ keys: [rsa] }) },
    },
  ],
  [
    'publishes keys that stand in their certificates only',
    {
      keys: [{ kty: 'RSA', kid: 'a', x5c }],
      values: { jwkSet: JSON.stringify({ keys: [{ kty: 'RSA', kid: 'a', x5c }] }) },
    },
  ],
  [
    'does not say how it signs, with keys that are no RSA keys',
    { document: { ...document, id_token_signing_alg_values_supported: undefined }, keys: [ec] },
  ],
  [
    'packs what it sends',
    {
      fetch: async (url) => {
        const body = url.endsWith('/keys') ? { keys: [rsa] } : document;
        const packed = new Blob([gzipSync(JSON.stringify(body))]).stream();
        return new Response(packed.pipeThrough(new DecompressionStream('gzip')));
      },
    },
  ],
])('no finding for a provider that %s', async (_what, peculiar) => {
  expect(await problemsOf(peculiar)).toEqual([]);
  const { unchecked } = await diagnosed(peculiar);
  expect(unchecked.map(({ check }) => check)).not.toContain('keys');
});

test('a key that is in no certificate, and not in itself, is still none', async () => {
  const jwkSet = JSON.stringify({ keys: [rsa] });
  expect(await problemsOf({ keys: [{ kty: 'RSA', x5c }], values: { jwkSet } })).toEqual([
    'pinnedKeysOutdated',
  ]);
});

test('keys of an encryption are no keys for signatures, whatever the document says', async () => {
  const keys = [{ ...ec, use: undefined, alg: 'ECDH-ES' }];
  const own = { ...document, id_token_signing_alg_values_supported: undefined };
  expect(await problemsOf({ document: own, keys })).toEqual(['keysUnusable']);
});

test('a body that takes its time does not make the clock of the provider wrong', async () => {
  let now = Math.floor(Date.now() / 1000) * 1000;
  const fetch: DoctorSurroundings['fetch'] = async (url) => {
    const headers = { date: new Date(now).toUTCString() };
    const body = new ReadableStream(
      {
        pull: (controller) => {
          now += 90_000;
          controller.enqueue(
            Buffer.from(JSON.stringify(url.endsWith('/keys') ? { keys: [rsa] } : document)),
          );
          controller.close();
        },
      },
      { highWaterMark: 0 },
    );
    return new Response(body, { headers });
  };
  expect(await problemsOf({ fetch, now: () => now })).toEqual([]);
});

test('where the service reaches the provider, what this computer lacks is a warning, and nothing is called right', async () => {
  const serviceTest = { reached: true, said: 'its issuer' };
  const fetch = async () => Promise.reject(new Error('self-signed certificate in chain'));
  const chainOf = async () => ({
    certificates: [{ owner: 'idp.example', issuedBy: 'Root of the company' }],
    refused: 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
    needsGiven: false,
  });
  expect(await problemsOf({ fetch, chainOf })).toEqual(['certificateUntrusted']);
  const { findings, unchecked } = await diagnosed({ fetch, chainOf, serviceTest });
  const problems = findings.filter(({ severity }) => severity !== 'ok');
  expect(problems.map(({ code, severity }) => [code, severity])).toEqual([
    ['documentNotReadHere', 'warning'],
  ]);
  expect(problems[0]?.what).toContain(
    'this computer does not read it: self-signed certificate in chain.',
  );
  expect(unchecked).toContainEqual({
    check: 'certificate',
    why: 'the service trusts the server, and this computer does not: idp.example ← Root of the company',
  });
  // Some servers refuse everybody but browsers, or but those that they know.
  const refusing = async () => new Response('', { status: 403 });
  expect(await problemsOf({ fetch: refusing })).toEqual(['documentStatus']);
  expect(await problemsOf({ fetch: refusing, serviceTest })).toEqual(['documentNotReadHere']);
  const reasons = new Map(
    (await diagnosed({ fetch: refusing })).unchecked.map(({ check, why }) => [check, why]),
  );
  expect(reasons.get('clock')).toBe('the discovery document could not be read');
});
