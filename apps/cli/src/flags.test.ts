import type { CommandProperty } from '@oidc-admin/client';
import { Command } from 'commander';
import { assert, property as anyOf, string, uniqueArray } from 'fast-check';
import { expect, test } from 'vitest';
import { type CliOperation, operationsOf } from './cliApi.ts';
import { commandExample } from './commandExample.ts';
import { commonFlags, flagsOf } from './flags.ts';
import { apis } from './generated/apis.ts';

function property(name: string, more: Partial<CommandProperty> = {}): CommandProperty {
  return {
    name,
    description: '',
    types: ['string'],
    required: false,
    sensitive: false,
    source: [],
    ...more,
  };
}

function operation(properties: readonly CommandProperty[]): CliOperation {
  return {
    id: 'save',
    summary: '',
    description: '',
    parameters: [{ ...property('id'), in: 'path' }],
    body: { alternatives: [[]], properties },
    responses: [],
    action: { does: 'ask' },
    source: [],
  };
}

function flags(...properties: readonly CommandProperty[]) {
  return flagsOf({ table: { api: 'my-api', resources: [] }, settings: [] }, operation(properties));
}

test('an example gives each secret that is required, by a file of its own', () => {
  const secret = (name: string, required: boolean) => property(name, { sensitive: true, required });
  const all = [secret('password', true), secret('note', false), secret('pinCode', true)];
  const own = { ...operation(all), parameters: [] };
  const api = {
    table: { api: 'my-api', operations: [], resources: [], sensitive: [] },
    settings: [],
  };
  expect(
    commandExample(api, own, flagsOf(api, own))
      .join(' ')
      .replaceAll(/ \\\s+/g, ' '),
  ).toBe('oidc-admin my-api save --password-file secret.txt --pin-code-file pin-code.txt');
});

test.each([
  ['clientId', 'client-id'],
  ['ErrorCode', 'error-code'],
  ['jwkSetURL', 'jwk-set-url'],
  ['URLValue', 'url-value'],
  ['snake_case', 'snake-case'],
  ['X-Custom.Name', 'x-custom-name'],
  ['v2Id', 'v2-id'],
])('%s is given as --%s', (name, flag) => {
  expect(flags(property(name)).at(-1)?.option.name()).toBe(flag);
});

test.each([
  [
    ['userId', 'user_id', 'USER-ID', 'user.id'],
    ['user-id', 'body-user-id', 'body-user-id-2', 'body-user-id-3'],
  ],
  [
    ['größe', '名前'],
    ['größe', '名前'],
  ],
  [
    ['$', '_', '@'],
    ['body', 'body-2', 'body-3'],
  ],
  [
    ['noCache', 'constructor', 'toString', '__proto__', '1st'],
    ['body-no-cache', 'body-constructor', 'body-to-string', 'proto', '1st'],
  ],
])('%j have the flags %j', (names, wanted) => {
  const found = flags(...names.map((name) => property(name))).slice(1);
  expect(found.map(({ option }) => option.name())).toEqual(wanted);
});

test('whatever properties are called, each has a flag of its own that a command can have', () => {
  assert(
    anyOf(uniqueArray(string({ minLength: 1 }), { maxLength: 12 }), (names) => {
      const command = new Command().exitOverride();
      for (const { option } of flags(...names.map((name) => property(name))))
        command.addOption(option);
      expect(command.opts()).toEqual({});
      const long = command.options.flatMap((option) => option.long ?? []);
      expect(new Set(long).size).toBe(new Set([...names, 'id']).size);
      command.parse(
        long.flatMap((flag) => [flag, 'x']),
        { from: 'user' },
      );
      expect(Object.values(command.opts())).toEqual(long.map(() => 'x'));
    }),
  );
});

test('a name in path and body is one flag', () => {
  expect(flags(property('id')).map(({ option, place }) => [option.long, place])).toEqual([
    ['--id', 'path'],
  ]);
});

test('what is common to all commands keeps its flags', () => {
  const names = [...commonFlags([]).map((option) => option.name()), 'help'];
  expect(flags(...names.map((name) => property(name))).map(({ option }) => option.name())).toEqual([
    'id',
    ...names.map((name) => `body-${name}`),
  ]);
});

test('a property called like the file of another is itself', () => {
  expect(flags(property('note'), property('noteFile')).map(({ file }) => file?.name())).toEqual([
    undefined,
    undefined,
    'note-file-file',
  ]);
});

test('a secret is never the value of an option, but has a file and a variable', () => {
  const [, secret] = flags(property('clientSecret', { sensitive: true }));
  expect(secret?.file?.long).toBe('--client-secret-file');
  expect(secret?.variable).toBe('MY_API_CLIENT_SECRET');
  expect(secret?.option.hidden).toBe(true);
  expect(() => secret?.option.parseArg?.('hunter2', undefined)).toThrow(/--client-secret-file/);
});

test.each(Object.entries(apis))('no two flags of %s have one name', async (_, { load }) => {
  const commandLine = await load();
  for (const one of operationsOf(commandLine)) {
    const own = flagsOf(commandLine, one).flatMap(({ option, file, no }) => [option, file, no]);
    const all = [...own, ...commonFlags([])].flatMap((option) => option?.long ?? []);
    expect([...all, '--help']).toEqual([...new Set(all), '--help']);
  }
});
