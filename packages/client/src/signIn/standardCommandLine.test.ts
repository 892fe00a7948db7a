import { expect, test } from 'vitest';
import { notesTable } from '../fixtures/notesApi.ts';
import { notesErrors } from '../fixtures/notesClient.ts';
import { createStandardClient, type StandardClientOptions } from './createStandardClient.ts';
import { standardCommandLine } from './standardCommandLine.ts';

const security = {
  bearer: { kind: 'bearer', header: 'Authorization' },
  basic: { kind: 'basic', header: 'Authorization' },
  key: { kind: 'apiKey', header: 'X-Key' },
  oauth2: { kind: 'oauth2', header: 'Authorization', tokenUrl: 'https://auth.example/token' },
} as const;

const table = {
  ...notesTable,
  security,
  operations: notesTable.operations.map((one) =>
    one.security === undefined ? one : { ...one, security: 'bearer', schemes: ['bearer'] },
  ),
};

const commandLine = standardCommandLine({
  commands: { api: 'notes', operations: [], resources: [], sensitive: [] },
  access: { api: 'notes', security, roles: [], parents: [], settings: [] },
  table,
  responseSchemas: async () => ({}),
  load: async () => (options: StandardClientOptions) =>
    createStandardClient({ table, classes: notesErrors }, options),
});

const environment = { NOTES_URL: 'https://notes.example', NOTES_TOKEN: 'token-1234' };
const options = { signal: new AbortController().signal };

test('what is held back is not sent', async () => {
  const sent: string[] = [];
  const held: string[] = [];
  const connection = await commandLine.connect(environment, {
    fetch: async (url) => {
      sent.push(url);
      return Response.json({ id: 'one' });
    },
    hold: ({ operation }) => held.push(operation) > 0,
  });
  await expect(connection.call('getNote', { id: 'one' }, options)).rejects.toMatchObject({
    code: 'AbortedError',
  });
  expect({ sent, held }).toEqual({ sent: [], held: ['getNote'] });
});

test('what goes over the line is told, and a proxy is taken', async () => {
  const statuses: (number | undefined)[] = [];
  const connection = await commandLine.connect(environment, {
    fetch: async () => Response.json({ id: 'one' }),
    onExchange: ({ response }) => statuses.push(response?.status),
  });
  await connection.call('getNote', { id: 'one' }, options);
  expect(statuses).toEqual([200]);
  const wrong = commandLine.connect(environment, { proxy: 'socks5://proxy.example' });
  await expect(wrong).rejects.toMatchObject({ code: 'ConfigurationError' });
});

test('every secret is a secret, and nothing else is', () => {
  const secret = commandLine.settings.filter((one) => one.secret).map(({ variable }) => variable);
  expect(secret.toSorted()).toEqual([
    'NOTES_API_KEY',
    'NOTES_CLIENT_SECRET',
    'NOTES_PASSWORD',
    'NOTES_TOKEN',
  ]);
});

test('who calls is taken from one place as a whole', () => {
  const named = (identity: string): readonly string[] =>
    commandLine.settings
      .filter((one) => one.identity === identity)
      .map(({ variable }) => variable)
      .toSorted();
  expect(named('name')).toEqual([
    'NOTES_API_KEY',
    'NOTES_CLIENT_ID',
    'NOTES_TOKEN',
    'NOTES_USERNAME',
  ]);
  expect(named('part')).toEqual(['NOTES_CLIENT_SECRET', 'NOTES_PASSWORD']);
});
