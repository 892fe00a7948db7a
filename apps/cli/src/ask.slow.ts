import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { startPvwa, startWickr } from './testing/startMocks.ts';

const program = join(import.meta.dirname, 'main.ts');

/** Of util-linux, it runs a command at a pseudo-terminal; other systems have one that takes other arguments. */
const hasTerminal =
  process.platform === 'linux' &&
  spawnSync('script', ['-qefc', 'true', '/dev/null'], { stdio: 'ignore' }).status === 0;

const keys = { enter: '\r', ctrlC: '\u0003', ctrlD: '\u0004' };

type Environment = Readonly<Record<string, string>>;

/** Runs a command at a pseudo-terminal, and types as soon as it asks. Answers what stood on the screen. */
async function atTerminal(
  line: string,
  environment: Environment,
  typing: readonly (readonly [question: string, keys: string])[],
) {
  const state = mkdtempSync(join(tmpdir(), 'terminal-'));
  onTestFinished(() => rmSync(state, { recursive: true, force: true }));
  const command = `'${process.execPath}' '${program}' ${line}`;
  const child = spawn('script', ['-qefc', command, '/dev/null'], {
    env: { PATH: process.env['PATH'], TERM: 'xterm', XDG_STATE_HOME: state, ...environment },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const timer = setTimeout(() => child.kill('SIGKILL'), 50_000);
  const waiting = [...typing];
  let screen = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    screen += text;
    const [next] = waiting;
    if (next === undefined || !screen.includes(next[0])) return;
    waiting.shift();
    child.stdin.write(next[1]);
  });
  const [code] = (await once(child, 'close')) as [number | null];
  clearTimeout(timer);
  expect([waiting, screen]).toEqual([[], screen]);
  return { code, screen };
}

async function pvwaWithoutPassword() {
  const { mock, environment } = await startPvwa();
  const { PVWA_PASSWORD: password = '', ...others } = environment as Environment;
  return {
    mock,
    password,
    environment: others,
    question: `Password of ${others['PVWA_USERNAME']}: `,
  };
}

async function firstSave() {
  const { mock, environment } = await startWickr();
  const { WICKR_NETWORK_ID: network = '', AWS_REGION: region = '' } = environment as Environment;
  const line = `wickr register-oidc-config --network-id ${network} --issuer https://idp.example.net --company-id ${region}-corp --scopes openid`;
  const operations = () => mock.requests.map(({ operation }) => operation);
  return { environment: environment as Environment, line, operations };
}

test.runIf(hasTerminal)('a password that is typed does not appear, and signs in', async () => {
  const { mock, password, environment, question } = await pvwaWithoutPassword();
  const typed = [[question, password + keys.enter]] as const;
  const { code, screen } = await atTerminal('pvwa list-providers', environment, typed);
  expect(screen).toContain('"Providers"');
  expect(screen).not.toContain(password);
  expect(code).toBe(0);
  expect(mock.requests.map(({ operation }) => operation)).toEqual([
    'logon',
    'listProviders',
    'logoff',
  ]);
});

test.runIf(hasTerminal)('a first save goes on after yes, and not after anything else', async () => {
  const { environment, line, operations } = await firstSave();
  const refused = await atTerminal(line, environment, [['Go on? [y/N] ', `n${keys.enter}`]]);
  expect(refused.screen).toContain('error: not confirmed');
  expect(refused.code).toBe(2);
  expect(operations()).not.toContain('registerOidcConfig');
  const saved = await atTerminal(line, environment, [['Go on? [y/N] ', `y${keys.enter}`]]);
  expect(saved.screen).toContain('signs all active users of the network out. Go on? [y/N] ');
  expect(saved.screen).toContain('Read back: the server holds what was sent.');
  expect(saved.code).toBe(0);
  expect(operations()).toContain('registerOidcConfig');
});

test.runIf(hasTerminal).each(['ctrlC', 'ctrlD'] as const)(
  '%s at the question for a password, or for a confirmation, ends with a sentence and a code of its own',
  async (key) => {
    const pvwa = await pvwaWithoutPassword();
    const typed = [[pvwa.question, keys[key]]] as const;
    const asked = await atTerminal('pvwa list-providers', pvwa.environment, typed);
    expect(asked.screen).toMatch(/error: stopped at a question.*; nothing was changed\r\n$/);
    expect(asked.code).toBe(5);
    expect(pvwa.mock.requests).toEqual([]);
    const { environment, line, operations } = await firstSave();
    const stopped = await atTerminal(line, environment, [['Go on? [y/N] ', keys[key]]]);
    expect(stopped.screen).toMatch(/error: stopped at a question.*; nothing was changed\r\n$/);
    expect(stopped.code).toBe(5);
    expect(operations()).not.toContain('registerOidcConfig');
  },
);
