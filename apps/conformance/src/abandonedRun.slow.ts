import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { newMock } from './apiEntry.ts';

const main = join(import.meta.dirname, 'main.ts');
const abandon = join(import.meta.dirname, 'testing', 'abandon.py');

const configured = {
  companyId: 'us-east-1-mine',
  issuer: 'https://login.example.com',
  scopes: 'openid',
  secret: 'original',
};

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

test.each(['terminal', 'parent'])(
  'a run whose %s is gone puts everything back and ends within seconds',
  { timeout: 60_000 },
  async (how) => {
    let answered = 0;
    let leave: (() => void) | undefined;
    const mock = await newMock('wickr', {
      onExchange: () => {
        answered += 1;
        if (answered === 30) leave?.();
      },
    });
    mock.state.seed({ resources: { oidcConfig: { '12345678': { '': configured } } } });
    await using running = await mock.start();
    const directory = mkdtempSync(join(tmpdir(), 'conformance-abandoned-'));
    const { PATH = '', HOME = '' } = process.env;
    const pidFile = join(directory, 'pid');
    const flags = ['--allow-writes', '--requests-per-second', '40', '--report-dir', directory];
    const parent = spawn(
      'python3',
      [abandon, how, pidFile, process.execPath, main, 'wickr', '--target', running.url, ...flags],
      {
        env: {
          PATH,
          HOME,
          TMPDIR: directory,
          XDG_STATE_HOME: join(directory, 'state'),
          ...mock.demo.environment,
          WICKR_ORIGINAL_SECRET: 'original',
        },
        stdio: ['pipe', 'pipe', 'inherit'],
      },
    );
    await once(parent.stdout, 'data');
    const pid = Number(readFileSync(pidFile, 'utf8'));
    const left = new Promise<void>((resolve) => (leave = resolve));
    await left;
    parent.stdin.write('leave\n');
    await once(parent, 'exit');
    const since = performance.now();
    while (isAlive(pid) && performance.now() - since < 20_000) await delay(50);
    expect(isAlive(pid)).toBe(false);
    expect(performance.now() - since).toBeLessThan(8000);
    expect(mock.state.read().resources?.['oidcConfig']?.['12345678']?.['']).toMatchObject(
      configured,
    );
    const last = mock.requests.length;
    expect(last).toBeLessThan(200);
    const record = readFileSync(join(directory, 'record.ndjson'), 'utf8');
    expect(record).toContain('"code":"stopped"');
  },
);

test.each(['SIGINT', 'SIGHUP'] as const)(
  'a dry run that gets %s ends',
  { timeout: 60_000 },
  async (signal) => {
    const directory = mkdtempSync(join(tmpdir(), 'conformance-dry-'));
    const { PATH = '', HOME = '' } = process.env;
    const args = ['pvwa', '--target', 'http://127.0.0.1:1', '--dry-run', '--disposable'];
    const child = spawn(process.execPath, [main, ...args, '--requests-per-second', '20'], {
      env: { PATH, HOME, TMPDIR: directory },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    await once(child.stdout, 'data');
    child.kill(signal);
    const [code] = (await once(child, 'exit')) as [number];
    expect(code).toBe(2);
  },
);
