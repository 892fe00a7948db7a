import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { createPvwaMock } from './createPvwaMock.ts';
import { openSession } from './fixtures/openSession.ts';
import {
  clientIdsIn,
  providerBody,
  providersPath,
  saveUntilGone,
  startStateProcess,
} from './fixtures/stateProcess.ts';

function temporaryFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'mock-state-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, 'state');
}

test('what was saved, and who was signed in, is there after a restart; only the owner may read the file', async () => {
  const stateFile = temporaryFile();
  {
    await using server = await createPvwaMock({ stateFile, newToken: () => 'the-token' }).start();
    const call = await openSession(server.url);
    for (const id of ['kept', 'deleted', '__proto__', 'constructor'])
      await call('POST', providersPath, { ...providerBody, id });
    await call('PUT', `${providersPath}/kept/`, { ...providerBody, clientId: 'changed' });
    await call('DELETE', `${providersPath}/deleted/`);
  }
  expect(statSync(stateFile).mode & 0o077).toBe(0);
  await using server = await createPvwaMock({ stateFile }).start();
  const call = await openSession(server.url, 'admin', 'the-token');
  const { json } = await call('GET', providersPath);
  expect(json).toMatchObject({
    Providers: [{ id: 'kept', clientId: 'changed' }, { id: 'constructor' }],
  });
});

test('a mock that was stopped and starts again has what is in the file by then', async () => {
  const stateFile = temporaryFile();
  const mock = createPvwaMock({ stateFile, newToken: () => 'the-token' });
  await (await mock.start()).stop();
  {
    await using other = await createPvwaMock({ stateFile }).start();
    await (
      await openSession(other.url)
    )('POST', providersPath, { ...providerBody, id: 'other' });
  }
  await using server = await mock.start();
  const call = await openSession(server.url);
  expect((await call('GET', `${providersPath}/other/`)).status).toBe(200);
});

test('a reset, and what a program adds, are kept too', async () => {
  const stateFile = temporaryFile();
  const mock = createPvwaMock({ stateFile });
  const server = await mock.start();
  mock.state.seed({ resources: { provider: { '': { a: { ...providerBody, id: 'a' } } } } });
  mock.reset();
  mock.state.seed({ resources: { provider: { '': { b: { ...providerBody, id: 'b' } } } } });
  await server.stop();
  expect([...(await clientIdsIn(stateFile)).keys()]).toEqual(['b']);
});

test.each([
  ['a JSON object', (path: string) => writeFileSync(path, '{"name": "a package of somebody"}')],
  ['a text', (path: string) => writeFileSync(path, 'x'.repeat(5000))],
  ['a folder', (path: string) => mkdirSync(path)],
  ['a pipe', (path: string) => execFileSync('mkfifo', [path])],
  [
    'a database of another program',
    (path: string) => new DatabaseSync(path).exec('CREATE TABLE bookmark (url TEXT)'),
  ],
])('%s is refused by name, and stays as it is', (_, make) => {
  const stateFile = temporaryFile();
  make(stateFile);
  const content = (): readonly [number, string] => [
    statSync(stateFile).mode,
    statSync(stateFile).isFile() ? readFileSync(stateFile, 'latin1') : '',
  ];
  const before = content();
  expect(() => createPvwaMock({ stateFile })).toThrow(
    `the state file ${stateFile} is none that a mock wrote; choose another name, or move it away`,
  );
  expect(content()).toEqual(before);
});

test('a file whose first seed was refused takes the next one', async () => {
  const stateFile = temporaryFile();
  expect(() => createPvwaMock({ stateFile, seed: { resources: { nothing: {} } } })).toThrow(
    /'nothing'.*provider/,
  );
  const seed = { resources: { provider: { '': { a: { ...providerBody, id: 'a' } } } } };
  await (await createPvwaMock({ stateFile, seed }).start()).stop();
  expect([...(await clientIdsIn(stateFile)).keys()]).toEqual(['a']);
});

test('a mock that starts again while it stops keeps its file', async () => {
  const stateFile = temporaryFile();
  const errors: unknown[] = [];
  const mock = createPvwaMock({ stateFile, onError: (error) => errors.push(error) });
  const first = await mock.start();
  const stopping = first.stop();
  await using second = await mock.start();
  await stopping;
  const call = await openSession(second.url);
  expect((await call('POST', providersPath, { ...providerBody, id: 'a' })).status).toBe(201);
  expect(errors).toEqual([]);
});

test('a state of another API, of another release, or with an unknown resource, is refused by name', async () => {
  const stateFile = temporaryFile();
  await (await createPvwaMock({ stateFile }).start()).stop();
  const change = (sql: string): void => {
    const database = new DatabaseSync(stateFile);
    database.exec(sql);
    database.close();
  };
  change("UPDATE about SET value = 'wickr' WHERE name = 'api'");
  expect(() => createPvwaMock({ stateFile })).toThrow(/is one of the API wickr, not of pvwa/);
  change("UPDATE about SET value = 'pvwa' WHERE name = 'api'");
  change('PRAGMA user_version = 2');
  expect(() => createPvwaMock({ stateFile })).toThrow(/the form 2 of another release/);
  change('PRAGMA user_version = 1');
  change("INSERT INTO saved (resource, parent, key, value) VALUES ('shelf', '', 'a', '{}')");
  expect(() => createPvwaMock({ stateFile })).toThrow(/'shelf'.*provider/);
  expect(() => createPvwaMock({ seed: { resources: { nothing: {} } } })).toThrow(
    /'nothing'.*provider/,
  );
});

test.each(['/proc/state', '/nowhere/state'])(
  '%s, which nobody can write, is refused',
  (stateFile) => {
    expect(() => createPvwaMock({ stateFile })).toThrow(
      /the state file .* (cannot be written|does not exist)/,
    );
  },
);

test('a second mock on a file is refused at its start, and told who has it', async () => {
  const stateFile = temporaryFile();
  await using first = await startStateProcess(stateFile);
  const inUse = `the state file ${stateFile} is in use by process ${first.pid} on `;
  expect(() => createPvwaMock({ stateFile })).toThrow(inUse);
  await expect(startStateProcess(stateFile)).rejects.toThrow(inUse);
  await first.kill();
  await using second = await createPvwaMock({ stateFile }).start();
  expect(() => createPvwaMock({ stateFile })).toThrow(/is in use by this process/);
  expect((await fetch(second.url)).status).toBe(404);
});

test.each(['', 'process 1 on a-host, since 2026-01-01T00:00:00.000Z\n', '\u001b[2J'])(
  'a note that was left beside a file (%j) keeps nobody out',
  async (note) => {
    const stateFile = temporaryFile();
    writeFileSync(`${stateFile}.lock`, note);
    await using server = await createPvwaMock({ stateFile }).start();
    expect((await fetch(server.url)).status).toBe(404);
  },
);

test('a kill in the middle of saving loses nothing that was answered', async () => {
  const stateFile = temporaryFile();
  await using child = await startStateProcess(stateFile);
  const begun = Promise.withResolvers<void>();
  const workers = ['a', 'b', 'c', 'd'].map(
    async (id) => [id, await saveUntilGone(child.url, id, 0, begun.resolve)] as const,
  );
  await begun.promise;
  await wait(30);
  await child.kill();
  const answered = await Promise.all(workers);
  const kept = await clientIdsIn(stateFile);
  for (const [id, saved] of answered)
    expect(Number(kept.get(id) ?? 0)).toBeGreaterThanOrEqual(saved);
  expect(answered.some(([, saved]) => saved > 0)).toBe(true);
});
