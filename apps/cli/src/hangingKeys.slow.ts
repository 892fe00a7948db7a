import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';

const program = join(import.meta.dirname, 'main.ts');

/** A folder for what AWS's tools read; it goes when the test ends. */
function emptyHome() {
  const home = mkdtempSync(join(tmpdir(), 'cli-keys-'));
  onTestFinished(() => rmSync(home, { recursive: true, force: true }));
  return {
    home,
    write: (name: string, text: string): string => {
      const path = join(home, name);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
      return path;
    },
  };
}

/** Runs a command that needs keys, with a time-out of a second; answers how it ended. */
async function run(home: string, variables: Readonly<Record<string, string>>) {
  const child = spawn(
    process.execPath,
    [program, 'wickr', 'getOidcInfo', '--network-id', '12345678', '--timeout', '1'],
    {
      env: {
        HOME: home,
        PATH: process.env['PATH'] ?? '',
        AWS_REGION: 'us-east-1',
        AWS_EC2_METADATA_DISABLED: 'true',
        WICKR_ENDPOINT: 'http://127.0.0.1:9',
        ...variables,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
      // Longer than anything here may take; what hangs for ever is found all the same.
      timeout: 25_000,
      killSignal: 'SIGKILL',
    },
  );
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, stderr };
}

const late = {
  code: 3,
  stderr: 'error: getOidcInfo: no response within the time-out of 1000 ms\n',
};

/** Whether a process is there. One that has ended and that nobody has asked about yet is not. */
function isRunning(pid: number): boolean {
  const path = `/proc/${pid}/stat`;
  return existsSync(path) && !/\) [ZX] /.test(readFileSync(path, 'utf8'));
}

test.runIf(process.platform === 'linux')(
  'a credential process that hangs ends with the time-out, and all that it started',
  { timeout: 30_000 },
  async () => {
    const { home, write } = emptyHome();
    const pids = join(home, 'pids');
    const script = write('keys.sh', `sleep 300 & echo "$$ $!" > '${pids}'; wait\n`);
    write('.aws/config', `[default]\ncredential_process = sh '${script}'\n`);
    expect(await run(home, {})).toEqual(late);
    const started = readFileSync(pids, 'utf8').trim().split(' ').map(Number);
    expect(started).toHaveLength(2);
    await vi.waitFor(() => expect(started.filter(isRunning)).toEqual([]), { timeout: 5000 });
  },
);

test(
  'a credential process that answers is used, and one that fails gives no keys',
  { timeout: 60_000 },
  async () => {
    const { home, write } = emptyHome();
    const keys = JSON.stringify({ Version: 1, AccessKeyId: 'AKID', SecretAccessKey: 'x' });
    write('.aws/config', `[default]\ncredential_process = printf '%s' '${keys}'\n`);
    const { stderr } = await run(home, {});
    expect(stderr).toMatch(/ECONNREFUSED|bad port/);
    write('.aws/config', '[default]\ncredential_process = exit 3\n');
    expect(await run(home, {})).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('No AWS credentials') as string,
    });
  },
);

/** A server that takes requests and never answers. */
async function startSilent(): Promise<{ readonly url: string; readonly asked: () => number }> {
  let asked = 0;
  const server = createServer(() => {
    asked += 1;
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, asked: () => asked };
}

type Home = ReturnType<typeof emptyHome>;

test.each<[string, (url: string, home: Home) => Readonly<Record<string, string>>]>([
  [
    'STS',
    (url, { write }) => ({
      AWS_ENDPOINT_URL_STS: url,
      AWS_ROLE_ARN: 'arn:aws:iam::123456789012:role/one',
      AWS_WEB_IDENTITY_TOKEN_FILE: write('token', 'a.b.c'),
    }),
  ],
  ['a container', (url) => ({ AWS_CONTAINER_CREDENTIALS_FULL_URI: `${url}/keys` })],
  [
    'SSO',
    (url, { write }) => {
      write(
        '.aws/config',
        '[default]\nsso_session = s\nsso_account_id = 123456789012\nsso_role_name = one\n[sso-session s]\nsso_region = us-east-1\nsso_start_url = https://a.example\n',
      );
      const name = createHash('sha1').update('s').digest('hex');
      const expiresAt = new Date(Date.now() + 3_600_000).toISOString();
      write(`.aws/sso/cache/${name}.json`, JSON.stringify({ accessToken: 'a', expiresAt }));
      return { AWS_ENDPOINT_URL_SSO: url };
    },
  ],
])(
  'an endpoint of %s that hangs ends with the time-out',
  { timeout: 30_000 },
  async (_, prepare) => {
    const { url, asked } = await startSilent();
    const home = emptyHome();
    expect(await run(home.home, prepare(url, home))).toEqual(late);
    expect(asked()).toBeGreaterThan(0);
  },
);
