import { describe, expect, it } from 'vitest';
import {
  minimalProvider,
  providers,
  withServer,
  type CallerResponse,
} from './testing/pvwaCaller.ts';

type Json = Record<string, unknown>;

const manual = {
  authenticationEndpointUrl: 'https://idp.example.com/auth',
  issuer: 'https://idp.example.com',
  jwkSet: '{"keys":[{"kty":"RSA"}]}',
};
const { discoveryEndpointUrl: _, ...withoutDiscovery } = minimalProvider;

/** The status of a refusal, after looking at its body. */
function refusal(reply: CallerResponse): number {
  expect(reply.json).toMatchObject({
    ErrorCode: expect.stringMatching(/^[A-Z]+\d{3}[EI]$/),
    ErrorMessage: expect.any(String),
  });
  return reply.status;
}

describe.each(['a', 'b'] as const)('the PVWA server, variant %s', (variant) => {
  const first = variant === 'a';

  it('adds, lists, reads, replaces and deletes, in any case and with or without a slash', () =>
    withServer({ variant }, async (admin) => {
      const full = {
        id: 'one',
        ...minimalProvider,
        clientSecret: 'hidden',
        description: 'Ünï 😀 "\\/\u0000',
        userNameClaim: 'given_name',
      };
      const added = await admin.send('POST', `${providers}/`, full);
      expect(added.status).toBe(201);
      const { clientSecret: _secret, ...shown } = {
        ...full,
        authenticationFlow: 'Code',
        clientSecretMethod: 'Basic',
      };
      expect(added.json).toEqual(shown);
      const read = await admin.send('GET', `${providers.toUpperCase()}/one/`);
      expect(read.json).toEqual(shown);
      const replaced = await admin.send('PUT', `${providers.toLowerCase()}/one`, {
        ...minimalProvider,
        id: 'other',
        clientSecretMethod: 'Post',
      });
      expect([replaced.status, replaced.text]).toEqual([200, '']);
      const defaults = {
        id: 'one',
        ...minimalProvider,
        clientSecretMethod: 'Post',
        authenticationFlow: 'Code',
        userNameClaim: 'preferred_username',
      };
      expect((await admin.send('GET', providers)).json).toEqual({ Providers: [defaults] });
      expect(added.text + read.text).not.toContain('hidden');
      const deleted = await admin.send('DELETE', `${providers}/one`);
      expect([deleted.status, deleted.text, deleted.headers.get('content-length')]).toEqual([
        204,
        '',
        null,
      ]);
      expect(refusal(await admin.send('GET', `${providers}/one`))).toBe(404);
      expect((await admin.send('GET', providers)).json).toEqual({ Providers: [] });
    }));

  it('takes ids that differ only in case for two, and refuses a taken one only after the body', () =>
    withServer({ variant }, async (admin) => {
      for (const id of ['idp', 'IDP'])
        expect((await admin.send('POST', providers, { id, ...minimalProvider })).status).toBe(201);
      expect(refusal(await admin.send('POST', providers, { id: 'idp', ...minimalProvider }))).toBe(
        409,
      );
      expect(
        refusal(
          await admin.send('POST', providers, { id: 'idp', ...minimalProvider, clientId: '' }),
        ),
      ).toBe(400);
    }));

  it('counts limits in characters', () =>
    withServer({ variant }, async (admin) => {
      for (const [name, limit] of [
        ['clientId', 100],
        ['clientSecret', 200],
        ['description', 255],
      ] as const) {
        for (const character of ['x', 'ß', '😀']) {
          const at = await admin.send('POST', providers, {
            id: `${name}${character.codePointAt(0)}`,
            ...minimalProvider,
            [name]: character.repeat(limit),
          });
          expect(at.status).toBe(201);
          expect(
            refusal(
              await admin.send('POST', providers, {
                id: 'over',
                ...minimalProvider,
                [name]: character.repeat(limit + 1),
              }),
            ),
          ).toBe(400);
        }
      }
      expect(
        (
          await admin.send('POST', providers, {
            id: 'i'.repeat(50),
            ...minimalProvider,
            userNameClaim: 'c'.repeat(50),
          })
        ).status,
      ).toBe(201);
      expect(
        refusal(await admin.send('POST', providers, { id: 'i'.repeat(51), ...minimalProvider })),
      ).toBe(400);
      expect(
        refusal(
          await admin.send('POST', providers, {
            id: 'c',
            ...minimalProvider,
            userNameClaim: 'c'.repeat(51),
          }),
        ),
      ).toBe(400);
      expect(refusal(await admin.send('GET', `${providers}/${'i'.repeat(51)}`))).toBe(
        first ? 404 : 400,
      );
    }));

  it('needs a discovery document, or where a server takes them, all three of the other properties', () =>
    withServer({ variant }, async (admin) => {
      const added = await admin.send('POST', providers, {
        id: 'manual',
        ...withoutDiscovery,
        ...manual,
      });
      expect([added.status, 'issuer' in (added.json as Json)]).toEqual(
        first ? [201, true] : [400, false],
      );
      for (const name of Object.keys(manual)) {
        const two = { ...withoutDiscovery, ...manual, [name]: undefined };
        expect(refusal(await admin.send('POST', providers, { id: 'two', ...two }))).toBe(400);
        expect(
          refusal(await admin.send('POST', providers, { id: 'two', ...two, [name]: null })),
        ).toBe(400);
      }
      const both = await admin.send('POST', providers, {
        id: 'both',
        ...minimalProvider,
        ...manual,
      });
      expect([both.status, 'issuer' in (both.json as Json)]).toEqual([201, first]);
    }));

  it('takes the flow Implicit, or refuses it', () =>
    withServer({ variant }, async (admin) => {
      const provider = { id: 'one', ...minimalProvider, authenticationFlow: 'Implicit' };
      const added = await admin.send('POST', providers, provider);
      expect(added.status).toBe(first ? 400 : 201);
      const { json } = await admin.send('GET', providers);
      const flows = (json as { Providers: Json[] }).Providers.map(
        (one) => one['authenticationFlow'],
      );
      expect(flows).toEqual(first ? [] : ['Implicit']);
    }));

  it.each<Json>([
    { authenticationFlow: 'code' },
    { clientSecretMethod: 'Digest' },
    { clientSecretMethod: null },
    { clientId: null },
    { clientId: 5 },
    { clientId: undefined },
    { clientSecret: ['s'] },
    { description: {} },
    { userNameClaim: 'given name' },
    { userNameClaim: 'claim1' },
    { userNameClaim: 'a@b' },
    { discoveryEndpointUrl: 'not a URL' },
    { discoveryEndpointUrl: true },
    { id: 'a-b' },
    { id: undefined },
  ])('refuses %j', (change) =>
    withServer({ variant }, async (admin) => {
      expect(
        refusal(await admin.send('POST', providers, { id: 'one', ...minimalProvider, ...change })),
      ).toBe(400);
      expect((await admin.send('GET', providers)).json).toEqual({ Providers: [] });
    }),
  );

  it('takes null for an optional property its own way', () =>
    withServer({ variant }, async (admin) => {
      const reply = await admin.send('POST', providers, {
        id: 'one',
        ...minimalProvider,
        description: null,
        userNameClaim: null,
      });
      expect(reply.status).toBe(first ? 201 : 400);
    }));

  it('answers every kind of broken body at once and lives on', () =>
    withServer({ variant }, async (admin) => {
      const broken = [
        '',
        '{',
        '[]',
        '"x"',
        'null',
        '5',
        '[[',
        '{"a":1}}',
        new Uint8Array([0x22, 0xff, 0x22]),
      ];
      for (const body of broken) {
        expect(refusal(await admin.send('POST', providers, body))).toBe(400);
        expect(refusal(await admin.send('POST', '/PasswordVault/API/Auth/LDAP/Logon', body))).toBe(
          400,
        );
      }
      const body = { id: 'one', ...minimalProvider };
      for (const type of ['text/plain', '', 'application/xml']) {
        const sent = Buffer.from(JSON.stringify(body));
        expect(refusal(await admin.send('POST', providers, sent, { 'content-type': type }))).toBe(
          first ? 415 : 400,
        );
      }
      expect(
        refusal(
          await admin.send('POST', providers, { ...body, description: 'x'.repeat(1_100_000) }),
        ),
      ).toBe(413);
      expect(refusal(await admin.send('GET', `${providers}/%zz`))).toBe(first ? 404 : 400);
      expect(
        (
          await admin.send('POST', providers, body, {
            'content-type': 'application/JSON; charset=utf-8',
          })
        ).status,
      ).toBe(201);
    }));

  it('keeps each of many overlapping adds of one id but one out', () =>
    withServer({ variant }, async (admin) => {
      const replies = await Promise.all(
        Array.from({ length: 20 }, () =>
          admin.send('POST', providers, { id: 'race', ...minimalProvider }),
        ),
      );
      expect(replies.map(({ status }) => status).toSorted((left, right) => left - right)).toEqual([
        201,
        ...Array<number>(19).fill(409),
      ]);
    }));
});
