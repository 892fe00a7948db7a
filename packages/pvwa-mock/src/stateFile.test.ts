import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { createPvwaMock } from './createPvwaMock.ts';
import { openSession } from './fixtures/openSession.ts';

function temporaryFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'mock-state-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, 'state.json');
}

const provider = { clientSecretMethod: 'Post', discoveryEndpointUrl: 'https://idp.example.net/' };

test('what was saved, and who was signed in, is there after a restart; only the owner may read the file', async () => {
  const stateFile = temporaryFile();
  let token = '';
  {
    await using server = await createPvwaMock({ stateFile, newToken: () => 'the-token' }).start();
    const call = await openSession(server.url);
    await call('POST', '/api/Configuration/OIDC/Providers', {
      ...provider,
      id: 'kept',
      clientId: 'c',
    });
    token = 'the-token';
  }
  await using server = await createPvwaMock({ stateFile }).start();
  const call = await openSession(server.url, 'admin', token);
  expect((await call('GET', '/api/Configuration/OIDC/Providers/kept')).status).toBe(200);
  expect(statSync(stateFile).mode & 0o077).toBe(0);
});

test('a state file that holds something else is refused by name', () => {
  const stateFile = temporaryFile();
  expect(() => createPvwaMock({ stateFile, seed: { resources: { nothing: {} } } })).toThrow(
    /'nothing'.*provider/,
  );
});

/** Saves under its own key until the server is gone; answers the last number that was answered as saved. */
async function saveUntilGone(url: string, id: string, begun: () => void): Promise<number> {
  const path = '/api/Configuration/OIDC/Providers';
  const call = await openSession(url, 'admin', 'token');
  let saved = 0;
  try {
    if ((await call('POST', path, { ...provider, id, clientId: '0' })).status !== 201) return -1;
    for (;;) {
      const next = String(saved + 1);
      if ((await call('PUT', `${path}/${id}/`, { ...provider, clientId: next })).status === 200)
        saved += 1;
      if (saved === 1) begun();
    }
  } catch {
    return saved;
  }
}

test.each([0, 30, 80])(
  'a kill %i ms after the first saves loses nothing that was answered',
  { timeout: 60_000 },
  async (milliseconds) => {
    const stateFile = temporaryFile();
    const script = join(import.meta.dirname, 'fixtures/stateServer.ts');
    const child = spawn(process.execPath, [script, stateFile], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    onTestFinished(() => void child.kill('SIGKILL'));
    const [line] = (await once(child.stdout, 'data')) as [Buffer];
    const url = line.toString().trim();
    const begun = Promise.withResolvers<void>();
    const workers = ['a', 'b', 'c', 'd'].map((id) => ({
      id,
      saved: saveUntilGone(url, id, begun.resolve),
    }));
    await begun.promise;
    await wait(milliseconds);
    child.kill('SIGKILL');
    const state = await Promise.all(
      workers.map(async ({ id, saved }) => ({ id, saved: await saved })),
    );
    const kept = JSON.parse(readFileSync(stateFile, 'utf8')) as {
      resources: { provider: { '': Record<string, { clientId: string }> } };
    };
    for (const { id, saved } of state)
      expect(Number(kept.resources.provider[''][id]?.clientId)).toBeGreaterThanOrEqual(saved);
    expect(state.reduce((sum, { saved }) => sum + saved, 0)).toBeGreaterThan(0);
  },
);
