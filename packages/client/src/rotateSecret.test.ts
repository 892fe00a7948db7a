import type { CommandOperation, CommandProperty, CommandTable } from '@oidc-admin/contract';
import { expect, test } from 'vitest';
import type { Connection } from './commandLine.ts';
import { ConnectionError, InputError } from './errors.ts';
import { boardError } from './fixtures/boardApi.ts';
import { rotateSecret, type SecretProof } from './rotateSecret.ts';
import type { SignInValues } from './signInValues.ts';

function property(name: string, sensitive = false): CommandProperty {
  const said = { description: name, source: ['LOCK'], types: ['string'] };
  return { name, ...said, required: false, sensitive };
}

const path = [{ ...property('id'), required: true, in: 'path' as const }];
const usual = { summary: 'Lock', description: 'Lock', source: ['LOCK'], responses: [] };
const reading: CommandOperation = {
  ...usual,
  id: 'readLock',
  action: { does: 'read', resource: 'lock', at: '' },
  parameters: path,
};
const table: CommandTable = { api: 'lock', operations: [reading], resources: [], sensitive: [] };
const source = {
  table,
  compounds: [
    {
      ...usual,
      id: 'modifyLock',
      action: { does: 'replace' as const, resource: 'lock', at: '' },
      parameters: path,
      body: { properties: [property('name'), property('secret', true)], alternatives: [] },
      removable: [],
    },
  ],
  signIn: {
    flag: 'lock',
    description: 'Which lock.',
    resource: 'lock',
    addressForm: 'issuer' as const,
    valuesOf: ({ secret }: Readonly<Record<string, unknown>>) => ({
      clientSecret: secret as string | undefined,
    }),
    read: async (connection: Connection, id: string) => {
      const { clientId } = (await connection.call('readLock', { id }, { signal })) as SignInValues;
      return { clientId };
    },
  },
};
const { signal } = new AbortController();

/** A server with one lock, whose writes may fail, and a provider that knows some secrets. */
function startLock(
  known: readonly string[],
  failing: (count: number, secret: unknown) => Error | undefined = () => undefined,
) {
  const lock = { name: 'front', clientId: 'vault', secret: 'old' };
  const sent: string[] = [];
  let tries = 0;
  const connection: Connection = {
    call: async (id, { secret }, { retry }) => {
      if (id === 'readLock') return { name: lock.name, clientId: lock.clientId };
      let error = failing((tries += 1), secret);
      // A client sends again what it may.
      if (error instanceof ConnectionError && retry !== false)
        error = failing((tries += 1), secret);
      if (error !== undefined) throw error;
      sent.push(String(secret));
      lock.secret = String(secret);
      return undefined;
    },
    redacted: () => undefined,
    close: async () => undefined,
  };
  const rotate = (
    secrets: { readonly oldSecret?: string } = {},
    confirm: (...proofs: readonly (SecretProof | undefined)[]) => void = () => undefined,
  ) =>
    rotateSecret(connection, source, {
      id: '1',
      secret: 'new',
      ...secrets,
      environment: {},
      prove: async ({ clientSecret }) => ({
        is: known.includes(clientSecret ?? '') ? 'known' : 'refused',
      }),
      confirm: async (...proofs) => confirm(...proofs),
      signal,
    });
  return { lock, sent, rotate };
}

test('an old secret that the provider refuses is never written, whatever fails', async () => {
  const { sent, rotate } = startLock(['new', 'old'], (count) =>
    count === 1 ? new ConnectionError({ message: 'reset', operation: 'replaceLock' }) : undefined,
  );
  expect(await rotate({ oldSecret: 'stale' })).toEqual({ outcome: 'oldRefused' });
  expect(sent).toEqual([]);
  expect(await rotate({ oldSecret: 'old' })).toMatchObject({ outcome: 'restored' });
  expect(sent).toEqual(['old']);
});

test('a write that failed before anything was sent is not taken back', async () => {
  const unsent = [
    new ConnectionError({ message: 'reset', operation: 'readLock' }),
    new InputError({ message: 'a kept value may not be sent', property: 'name' }),
  ];
  for (const error of unsent) {
    const { lock, sent, rotate } = startLock(['new', 'old'], (count) =>
      count === 1 ? error : undefined,
    );
    await expect(rotate({ oldSecret: 'old' })).rejects.toBe(error);
    expect(sent).toEqual([]);
    expect(lock.secret).toBe('old');
  }
});

test('a refusal is the answer to the only try, so that a try before it has written nothing', async () => {
  const { sent, rotate } = startLock(['new', 'old'], (count, secret) => {
    if (secret === 'old') return undefined;
    return count === 1
      ? new ConnectionError({ message: 'reset', operation: 'replaceLock' })
      : boardError(409);
  });
  expect(await rotate({ oldSecret: 'old' })).toEqual({ outcome: 'restored', why: 'reset' });
  expect(sent).toEqual(['old']);
});

test('what changes during the question is kept; where it is what was proven, nothing is written', async () => {
  const renamed = startLock(['new', 'old']);
  const rename = (): void => void (renamed.lock.name = 'back');
  expect(await renamed.rotate({ oldSecret: 'old' }, rename)).toMatchObject({ outcome: 'rotated' });
  expect(renamed.lock).toMatchObject({ name: 'back', secret: 'new' });
  const moved = startLock(['new', 'old']);
  const move = (): void => void (moved.lock.clientId = 'another');
  expect(await moved.rotate({ oldSecret: 'old' }, move)).toEqual({ outcome: 'changed' });
  expect(moved.sent).toEqual([]);
});
