import type { SignInValues } from '@oidc-admin/client';
import { expect, test } from 'vitest';
import { diagnose } from '../diagnose.ts';
import type { DoctorSurroundings } from '../doctorSurroundings.ts';
import { proveSecret } from './proveSecret.ts';

/** Nobody listens there. */
const nowhere: SignInValues = {
  address: 'https://127.0.0.1:2',
  addressForm: 'issuer',
  clientSecret: 'hunter2',
};

/** A provider that answers everything in the same way. */
function answering(status: number, text: string): DoctorSurroundings {
  return {
    fetch: () => Promise.resolve(new Response(text, { status })),
    lookup: () => Promise.resolve(['203.0.113.7']),
    chainOf: () => Promise.resolve('not looked at'),
    now: Date.now,
  };
}

test('a provider that cannot be reached is called that, whatever else is missing', async () => {
  const proof = await proveSecret(nowhere);
  expect(proof).toMatchObject({ is: 'unproven' });
  const said = /^The provider could not be reached: .*ECONNREFUSED/;
  expect(proof).toMatchObject({ why: expect.stringMatching(said) });
  const { findings } = await diagnose(nowhere, { signIn: { show: () => undefined } });
  const impossible = findings.find(({ code }) => code === 'signInImpossible');
  expect(impossible?.what).toMatch(said);
});

test('a client id that is missing is named, where the provider is there', async () => {
  const document = JSON.stringify({ issuer: nowhere.address });
  const proof = await proveSecret(nowhere, { surroundings: answering(200, document) });
  expect(proof).toMatchObject({ why: 'A sign-in needs a client id.' });
  const known = { ...nowhere, clientId: 'vault' };
  const without = await proveSecret(known, { surroundings: answering(200, document) });
  expect(without).toMatchObject({ why: expect.stringMatching(/names no endpoints/) });
});

test('a provider that is reached and shows no document is told from one that is not', async () => {
  const proof = await proveSecret(nowhere, { surroundings: answering(503, '') });
  expect(proof).toMatchObject({ why: expect.stringMatching(/^The provider was reached, .*503/) });
});
