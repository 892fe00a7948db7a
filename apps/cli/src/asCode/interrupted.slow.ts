import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { inProcess } from '../testing/inProcess.ts';
import { oneTarget, planFolder } from '../testing/planFile.ts';
import { startGateway } from '../testing/startGateway.ts';
import { startPvwa, startWickr } from '../testing/startMocks.ts';

const program = join(import.meta.dirname, '../main.ts');

function emptyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'apply-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

type MockState = ReturnType<Awaited<ReturnType<typeof startPvwa>>['mock']['state']['read']>;

/** A process, all that it prints, and how it ends. */
function watched(child: ChildProcess) {
  let printed = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (text: string) => (printed += text));
  const ended = new Promise<number | NodeJS.Signals | null>((resolve) => {
    child.once('close', (code, signal) => resolve(signal ?? code));
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  return { child, ended, printed: () => printed };
}

type Environment = Readonly<Record<string, string>>;

function start(words: readonly string[], environment: Environment) {
  return watched(spawn(process.execPath, [program, ...words], { env: environment }));
}

/** The same in a pseudo-terminal, at which a person types. */
function startAtTerminal(words: readonly string[], environment: Environment) {
  const line = [process.execPath, program, ...words].map((word) => `'${word}'`).join(' ');
  const env = { ...environment, PATH: process.env['PATH'], TERM: 'xterm' };
  return watched(spawn('script', ['-qefc', `exec ${line}`, '/dev/null'], { env }));
}

async function until(isSo: () => boolean, what: () => string): Promise<void> {
  for (let tries = 0; tries < 3000; tries += 1) {
    if (isSo()) return;
    await delay(20);
  }
  throw new Error(`It did not come that far: ${what()}`);
}

/** So many networks, a file that describes them all, and which were written. */
async function startFleet(length: number) {
  const networks = Array.from({ length }, (_, index) => String(10_000_000 + index));
  const { mock, environment } = await startWickr({ networks });
  const { write } = planFolder();
  const config = { issuer: 'https://idp.example', scopes: 'openid', secret: 'env:ANY_SECRET' };
  const file = write(
    oneTarget('wickr', {
      oidcConfig: networks.map((networkId) => ({
        networkId,
        companyId: `us-east-1-${networkId}`,
        ...config,
      })),
    }),
  );
  const saves = (): string[] =>
    mock.requests
      .filter(({ operation }) => operation === 'registerOidcConfig')
      .map(({ received }) => /networks\/(\d+)/.exec(received.target)?.[1] ?? '');
  return {
    saves,
    networks,
    words: ['apply', file, '--rotate', '--rate', '100000', '--concurrency', '4'],
    environment: { ...environment, XDG_STATE_HOME: emptyFolder(), ANY_SECRET: 'hunter2hunter2' },
  };
}

/** All files below a folder: what is in them, and who can read them. */
function filesBelow(folder: string) {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => ({ name, path: join(folder, name) }))
    .filter(({ path }) => statSync(path).isFile())
    .map(({ name, path }) => ({
      name,
      text: readFileSync(path, 'utf8'),
      mode: statSync(path).mode & 0o777,
    }));
}

test('Ctrl-C at a terminal ends what has begun; the same command goes on, and writes each of 300 once', async () => {
  const { saves, networks, words, environment } = await startFleet(300);
  const first = startAtTerminal(words, environment);
  await until(() => first.printed().includes('Go on?'), first.printed);
  expect(first.printed()).toContain('signs all active users of the network out');
  expect(saves()).toEqual([]);
  first.child.stdin?.write('y\n');
  await until(() => saves().length > 60, first.printed);
  first.child.stdin?.write('\u0003');
  expect(await first.ended).toBe(8);
  expect(first.printed()).toMatch(/writing \[#+\.+\] \d+\/300/);
  expect(first.printed()).toMatch(/not written: stopped +\d+/);
  const done = saves().length;
  expect(done).toBeLessThan(300);
  const files = filesBelow(environment.XDG_STATE_HOME);
  expect(files.filter(({ name }) => name.endsWith('.ndjson'))).toHaveLength(1);
  for (const { text, mode } of files) {
    expect(text).not.toContain('hunter2');
    expect(mode).toBe(0o600);
  }
  const second = start([...words, '--yes'], environment);
  expect(await second.ended).toBe(0);
  expect(second.printed()).toContain(`${done} of 300 were done by the run before`);
  // No bar where nobody sees one.
  expect(second.printed()).not.toContain('\r');
  expect(saves().toSorted()).toEqual(networks);
  expect(first.printed() + second.printed()).not.toContain('hunter2');
});

test('killed in the middle, the same command goes on, and repeats only what was not answered', async () => {
  const { saves, networks, words, environment } = await startFleet(60);
  const first = start([...words, '--yes'], environment);
  await until(() => saves().length > 10, first.printed);
  first.child.kill('SIGKILL');
  expect(await first.ended).toBe('SIGKILL');
  // What was sent and not answered may be sent once more; nothing else is.
  await delay(200);
  expect(saves().length).toBeLessThan(60);
  const second = start([...words, '--yes'], environment);
  expect(await second.ended).toBe(0);
  expect(new Set(saves())).toEqual(new Set(networks));
  expect(saves().length - 60).toBeLessThanOrEqual(4);
});

test('a watch for drift answers once in each interval, until it is stopped', async () => {
  const { environment, mock } = await startWickr();
  const { write } = planFolder();
  const config = { companyId: 'us-east-1-x', issuer: 'https://x', scopes: 's' };
  const file = write(oneTarget('wickr', { oidcConfig: [{ networkId: '12345678', ...config }] }));
  const watch = start(['plan', file, '--watch-drift', '0.5'], environment);
  const lines = (): string[] => watch.printed().split('\n').slice(0, -1);
  await until(() => lines().length >= 2, watch.printed);
  const { code } = await inProcess(['apply', file, '--yes'], { environment });
  expect(code).toBe(0);
  await until(() => watch.printed().includes('in sync: 0 to create'), watch.printed);
  const asked = mock.requests.length;
  const looks = lines();
  watch.child.kill('SIGINT');
  // The last look that found something decides.
  expect(await watch.ended).toBe(2);
  expect(asked).toBeGreaterThan(2);
  for (const line of looks) expect(line).toMatch(/^\d{4}-\S+Z (drift|in sync): \d to create/);
});

const provider = {
  discoveryEndpointUrl: 'https://idp.example',
  clientSecretMethod: 'Basic',
  clientSecret: 'env:ANY_SECRET',
};
const ids = ['one', 'two', 'three'];

const before = oneTarget('pvwa', {
  provider: [...ids.slice(0, 2), 'old'].map((id) => ({ id, ...provider, clientId: 'before' })),
  authenticationMethod: [{ id: 'old', enabled: true }],
});
/** Something to create, to change and to delete. */
const after = oneTarget('pvwa', {
  provider: [
    ...ids.map((id) => ({ id, ...provider, clientId: 'after' })),
    { id: 'old', $state: 'absent' },
  ],
  authenticationMethod: [
    ...ids.map((id) => ({ id, enabled: true })),
    { id: 'old', $state: 'absent' },
  ],
});

/** A vault, what it holds, and the way to have it hold what a file says. */
async function startVault(state?: MockState) {
  const { mock, environment } = await startPvwa();
  if (state !== undefined) mock.state.seed(state);
  const own = { ...environment, XDG_STATE_HOME: emptyFolder(), ANY_SECRET: 'hunter2hunter2' };
  const { write } = planFolder();
  const wordsOf = (content: unknown): string[] => [
    'apply',
    write(content),
    '--yes',
    '--rotate',
    '--rate',
    '100000',
    '--concurrency',
    '2',
  ];
  const apply = (content: unknown) => inProcess(wordsOf(content), { environment: own });
  return { own, apply, wordsOf, held: () => mock.state.read(), mock };
}

function resourcesOf(state: unknown): unknown {
  return (state as { readonly resources: unknown }).resources;
}

// Twenty processes one after the other, on however busy a machine.
test(
  'killed at 20 points and run again, it ends in the same state',
  { timeout: 300_000 },
  async () => {
    const first = await startVault();
    expect(await first.apply(before)).toMatchObject({ code: 0 });
    const state = first.held();
    const sent = first.mock.requests.length;
    expect(await first.apply(after)).toMatchObject({ code: 0 });
    const requests = first.mock.requests.length - sent;
    expect(requests).toBeGreaterThan(20);
    const expected = resourcesOf(first.held());
    const killed: unknown[] = [];
    const ended: unknown[] = [];
    let said = '';
    for (let point = 1; point <= 20; point += 1) {
      const { own, held, wordsOf } = await startVault(state);
      // At odd points before the server has the request, at even ones after it did what was asked.
      const isAfter = point % 2 === 0;
      const last = Math.ceil((point / 20) * (requests - 1));
      let [count, child]: [number, ChildProcess | undefined] = [0, undefined];
      const url = await startGateway(own.PVWA_URL, (_method, done) => {
        if (done === isAfter) count += 1;
        // The second run reaches the same address, and goes on to the end.
        if (count < last || child?.killed) return false;
        return child?.kill('SIGKILL') === true;
      });
      const environment = { ...own, PVWA_URL: url };
      const words = wordsOf(after);
      const run = start(words, environment);
      ({ child } = run);
      killed.push(await run.ended);
      const second = await inProcess(words, { environment });
      expect(second).toMatchObject({ code: 0 });
      said = second.stderr;
      ended.push(resourcesOf(held()));
    }
    expect(killed).toEqual(killed.map(() => 'SIGKILL'));
    expect(ended).toEqual(ended.map(() => expected));
    // The last one was killed when most was done, and its journal says so.
    expect(said).toMatch(/[1-8] of 8 were done by the run before/);
  },
);
