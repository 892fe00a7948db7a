import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { createPvwaMock } from './createPvwaMock.ts';
import { pvwaFaults as faults } from './faults/pvwaFaults.ts';
import { openSession } from './fixtures/openSession.ts';

const root = '/api/Configuration/OIDC/Providers';
const { contract, faults: list } = createPvwaMock({ faults });
const names = list.list().map(({ name }) => name);
/** Faults that never answer; each request waits for its own end. */
const silent = new Set(['no-answer', 'no-answer-to-malformed-json', 'latency']);
const session = { user: 'admin', role: 'vaultAdmin', lastUsed: Date.now(), closed: false };
const provider = {
  clientId: '𝄞 "é"',
  clientSecretMethod: 'basic',
  discoveryEndpointUrl: 'https://a.example/',
};

test('every fault says what it does and what it breaks', () => {
  const clauses = new Set(contract.clauses.flatMap(({ id, kind }) => [id, kind]));
  expect(new Set(names).size).toBe(names.length);
  for (const { description, breaks } of list.list()) {
    expect(description).toMatch(/\.$/);
    expect(breaks.filter((broken) => !clauses.has(broken))).toEqual([]);
  }
});

test('no fault is a mistake of the mock', { timeout: 120_000 }, async () => {
  const mistakes: object[] = [];
  let name = '';
  const mock = createPvwaMock({
    faults,
    seed: { sessions: { token: session } },
    onError: (error) => mistakes.push({ name, error }),
  });
  const call = await openSession('http://mock/PasswordVault', 'admin', 'token', mock.fetch);
  const add = { ...provider, id: 'one' };
  const requests: Parameters<typeof call>[] = [
    ['POST', '/api/Auth/CyberArk/Logon', { username: 'admin', password: 'Passw0rd!' }],
    ['POST', root, add],
    ['POST', root, { ...add, id: 'two', description: 'd', clientSecret: 's' }],
    ['POST', root, add],
    ['GET', root],
    ['PUT', `${root}/one/`, { ...provider, userNameClaim: 5 }],
    ['PUT', `${root}/one/`, { ...provider, description: null }],
    ['PUT', `${root}/one/`, '{'],
    ['PUT', `${root}/three/`, provider],
    ['GET', `${root}/ONE/`],
    ['PATCH', `${root}/one/`],
    ['DELETE', `${root}/one/`],
    ['GET', `${root}/one/`],
    ['POST', '/api/Auth/Logoff'],
  ];
  for (name of names.filter((known) => !silent.has(known))) {
    mock.reset();
    mock.faults.on(name);
    // A dropped connection is what some faults are for.
    for (const request of requests) await call(...request).catch(() => {});
  }
  expect(mistakes).toEqual([]);
});

test('a mock without faults loads none of their code', () => {
  const script = `
    import { registerHooks } from 'node:module';
    const loaded = [];
    registerHooks({ load: (url, context, next) => (loaded.push(url), next(url, context)) });
    const { createPvwaMock } = await import('./createPvwaMock.ts');
    await createPvwaMock().fetch('http://mock/PasswordVault${root}');
    process.stdout.write(loaded.filter((url) => url.includes('/src/')).join('\\n'));
  `;
  const args = ['--input-type=module', '--eval', script];
  const loaded = execFileSync(process.execPath, args, { cwd: import.meta.dirname }).toString();
  expect(loaded).toContain('/mock/src/engine.ts');
  expect(loaded).not.toContain('/faults/');
});
