import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createPvwaMock } from '@oidc-admin/pvwa-mock';
import { expect, onTestFinished, test } from 'vitest';
import type { CliApi } from './cliApi.ts';
import { apis } from './generated/apis.ts';
import { commandRunner } from './testing/commandRunner.ts';
import { inProcess } from './testing/inProcess.ts';
import { startPvwa, startWickr } from './testing/startMocks.ts';
import { startServer } from './testing/startServer.ts';

const add =
  'pvwa add-provider --id staff --discovery-endpoint-url https://idp.example --client-id c --client-secret-method Post';
const update = add.replace('add-', 'update-');
const save =
  'wickr register-oidc-config --network-id 12345678 --company-id us-east-1-x --issuer https://x --scopes openid';
const secret = { environment: { PVWA_CLIENT_SECRET: 'hunter2hunter2' } };

/** A PVWA with one provider that has every kind of property. */
async function startWithProvider() {
  const { mock, environment } = await startPvwa();
  const { run, state } = commandRunner(environment);
  await run(`${add} --description Staff --user-name-claim email`, secret);
  const read = async (): Promise<unknown> =>
    JSON.parse((await run('pvwa get-provider --id staff')).stdout);
  return { mock, environment, run, state, read };
}

test('a replacement shows what changes and what will be lost, and says that the server holds it', async () => {
  const { run } = await startWithProvider();
  const { code, stderr } = await run(update.replace('--client-id c', '--client-id d'), secret);
  expect(code).toBe(0);
  expect(stderr.split('\n')).toEqual([
    '~ clientId: "c" → "d"',
    '~ clientSecret: *** will be replaced',
    '~ userNameClaim: "email" → "preferred_username"',
    '- description: "Staff" will be lost',
    'Read back: the server holds what was sent.',
    'updateProvider: done',
    '',
  ]);
});

test('of a secret it is never said that it stays', async () => {
  const { run } = await startWithProvider();
  const unknown = await run(`${update} --yes`);
  expect(unknown.stderr).toContain(
    '- clientSecret: *** unknown to us; it will be removed, if there is one',
  );
  const removed = await run(`${update} --no-client-secret`);
  expect(removed.stderr).toContain('- clientSecret: *** will be removed');
  const wickr = await startWickr();
  const other = commandRunner(wickr.environment);
  await other.run(`${save} --yes`, { environment: { WICKR_SECRET: 'hunter2hunter2' } });
  const again = await other.run(`${save} --yes`);
  expect(again.stderr).toMatch(/^- secret: \*\*\* (will be removed|unknown to us)/m);
  for (const { stderr } of [unknown, removed, again])
    expect(stderr).not.toMatch(/unchanged|hunter2/);
});

test('a change by modify shows only what changes, for both APIs', async () => {
  const { run, read } = await startWithProvider();
  const changed = await run('pvwa modify-provider --id staff --user-name-claim upn', secret);
  expect(changed.stderr.split('\n').slice(0, 2)).toEqual([
    '~ clientSecret: *** will be replaced',
    '~ userNameClaim: "email" → "upn"',
  ]);
  expect(await read()).toMatchObject({ userNameClaim: 'upn', description: 'Staff' });

  const wickr = await startWickr();
  const other = commandRunner(wickr.environment);
  const none = await other.run('wickr modify-oidc-config --network-id 12345678 --no-secret');
  expect(none.code).toBeGreaterThan(0);
  await other.run(`${save} --yes --no-secret --user-id u`);
  const modify = 'wickr modify-oidc-config --network-id 12345678 --custom-username upn';
  expect((await other.run(modify)).stderr).toMatch(/--no-secret: required, as it cannot be read/);
  const done = await other.run(`${modify} --no-secret --no-user-id`);
  expect(done.code).toBe(0);
  expect(done.stderr).toMatch(/^\+ customUsername: "upn"$/m);
  expect(done.stderr).toMatch(/^- userId: "u" will be lost$/m);
  const after = await other.run('wickr get-oidc-info --network-id 12345678');
  const { openidConnectInfo: info } = JSON.parse(after.stdout) as { openidConnectInfo: object };
  expect(info).toMatchObject({ companyId: 'us-east-1-x', customUsername: 'upn' });
  expect(info).not.toHaveProperty('userId');
});

test('a first save says that users are signed out, and asks', async () => {
  const { environment } = await startWickr();
  const { run } = commandRunner(environment);
  const asked = await run(`${save} --no-secret`);
  expect(asked).toMatchObject({ code: 2, stdout: '' });
  expect(asked.stderr).toMatch(/^\+ companyId: "us-east-1-x"$/m);
  expect(asked.stderr).toMatch(/signs all active users of the network out.*--yes/);
});

test('a first save asks too where the server answers zeros and empty texts for none', async () => {
  const none = { companyId: '', issuer: '', scopes: '', ssoTokenBufferMinutes: 0 };
  const environment = await startServer((outgoing) => {
    outgoing.setHeader('content-type', 'application/json');
    outgoing.end(JSON.stringify({ openidConnectInfo: none }));
  });
  const asked = await commandRunner(environment).run(`${save} --no-secret`);
  expect(asked).toMatchObject({ code: 2, stdout: '' });
  expect(asked.stderr).toMatch(/signs all active users of the network out.*--yes/);
});

test('a server that keeps something else than it was sent is found out', async () => {
  const mock = createPvwaMock();
  await using running = await mock.start();
  const environment = {
    ...mock.demo.environment,
    OIDC_ADMIN_SKIP_DOCTOR: '1',
    PVWA_URL: running.url,
  };
  const { run } = commandRunner(environment);
  await run(add, secret);
  const { createServer, request } = await import('node:http');
  // Between the two: a server that answers another description than it was given.
  const server = createServer((incoming, outgoing) => {
    const onward = request(
      new URL(incoming.url ?? '', running.url),
      { method: incoming.method, headers: incoming.headers },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString().replace('"sent"', '"kept"');
          const { 'content-length': _length, ...headers } = response.headers;
          outgoing.writeHead(response.statusCode ?? 500, headers).end(text);
        });
      },
    );
    incoming.pipe(onward);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as { readonly port: number };
  const url = `http://127.0.0.1:${port}${new URL(running.url).pathname}`;
  const words = `${update} --description sent --endpoint-url ${url}`;
  const { code, stderr } = await run(words, secret);
  expect(code).toBe(0);
  expect(stderr).toMatch(
    /^warning: read back: the server does not hold what was sent of description$/m,
  );
});

test('a password is asked for once, also where what was there is kept', async () => {
  const { run, environment } = await startWithProvider();
  const { PVWA_PASSWORD: password } = environment as Readonly<Record<string, string | undefined>>;
  const { code, stderr } = await run(`${update} --no-client-secret`, {
    environment: { PVWA_PASSWORD: '', PVWA_PASSWORD_FILE: '-' },
    typed: true,
    input: `${password}\n`,
  });
  expect(code).toBe(0);
  expect(stderr.split('PVWA_PASSWORD_FILE: ')).toHaveLength(2);
});

test('a dry run prints the request and the line for bash, and changes nothing', async () => {
  const { mock, run, read, state } = await startWithProvider();
  const before = await read();
  const kept = readdirSync(state).length;
  for (const words of [update, update.replace('update-', 'modify-')]) {
    const { code, stdout, stderr } = await run(`${words} --description Others --dry-run`, secret);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^PUT http:.*\/OIDC\/Providers\/staff\/?$/m);
    expect(stdout).toMatch(/^authorization: \[redacted\]$/m);
    expect(stdout).toMatch(/^ {2}"clientSecret": "\[redacted\]"/m);
    expect(stdout).toMatch(
      /^curl -sS -X PUT .*--data-binary @- 'http:.*staff\/?' <<'EOF'\n\{.*\}\nEOF$/m,
    );
    expect(stderr).toMatch(/^~ description: "Staff" → "Others"$/m);
    expect(stdout + stderr).not.toContain('hunter2');
  }
  expect(await read()).toEqual(before);
  expect(readdirSync(state)).toHaveLength(kept);
  expect(mock.requests.filter(({ operation }) => operation === 'updateProvider')).toEqual([]);

  const wickr = await startWickr();
  const other = await commandRunner(wickr.environment).run(`${save} --dry-run`, {
    environment: { WICKR_SECRET: 'hunter2hunter2' },
  });
  expect(other.code).toBe(0);
  expect(other.stdout).toMatch(/^POST http:.*\/oidc\/save$/m);
  expect(other.stdout).toMatch(/^curl -sS -X POST --aws-sigv4 /m);
  expect(other.stdout + other.stderr).not.toMatch(/hunter2|Signature=[0-9a-f]/);
  expect(wickr.mock.requests.map(({ operation }) => operation)).toEqual(['getOidcInfo']);
});

test('a dry run that sent its request is a fault, not a success', async () => {
  const { environment, run } = await startWithProvider();
  const { pvwa } = apis;
  const careless: CliApi = {
    ...pvwa,
    load: async () => {
      const commandLine = await pvwa.load();
      return {
        ...commandLine,
        connect: (variables, { hold: _hold, ...options }) =>
          commandLine.connect(variables, options),
      };
    },
  };
  const setting = {
    environment: { ...environment, ...secret.environment },
    only: { pvwa: careless },
  };
  await expect(inProcess(`${update} --dry-run`.split(' '), setting)).rejects.toThrow(
    'updateProvider: was sent although this was a dry run',
  );
  expect(await run('pvwa get-provider --id staff')).toMatchObject({ code: 0 });
});

test('the line for bash does what the command would have done', async () => {
  const { run, environment, read } = await startWithProvider();
  const { stdout } = await run(`${update} --description Others --no-client-secret --dry-run`);
  const lines = stdout.slice(stdout.indexOf('# The same for bash'));
  const env = { ...process.env, ...environment };
  await promisify(execFile)('bash', ['-c', lines], { env, timeout: 20_000 });
  expect(await read()).toMatchObject({ description: 'Others' });
}, 30_000);

test('what was there is kept without secrets, for its owner only, and undo puts it back', async () => {
  const { run, state, read } = await startWithProvider();
  const before = await read();
  await run(update.replace('--client-id c', '--client-id d'), secret);
  expect(statSync(state).mode & 0o777).toBe(0o700);
  for (const name of readdirSync(state)) {
    expect(statSync(join(state, name)).mode & 0o777).toBe(0o600);
    expect(readFileSync(join(state, name), 'utf8')).not.toMatch(/hunter2|PVWA_PASSWORD/);
  }
  const asked = await run('undo');
  expect(asked.code).toBe(2);
  expect(asked.stderr).toMatch(/^~ clientId: "d" → "c"$/m);
  expect(asked.stderr).toMatch(/client secret is not kept by this; give --client-secret-file/);
  const shown = await run('undo --dry-run --no-client-secret');
  expect(shown.stdout).toMatch(/^PUT http:/);
  expect(await run('undo', secret)).toMatchObject({ code: 0 });
  expect(await read()).toEqual(before);
});

test('a deletion and an addition are undone too, a first save and nothing are not', async () => {
  const { run, read } = await startWithProvider();
  const before = await read();
  expect((await run('pvwa delete-provider --id staff --yes')).stderr).toMatch(
    /Read back: it is gone/,
  );
  expect(await run('undo --no-client-secret')).toMatchObject({ code: 0 });
  expect(await read()).toEqual(before);
  expect(await run('undo --yes')).toMatchObject({ code: 0 });
  const list = JSON.parse((await run('undo --list')).stdout) as { readonly operation: string }[];
  expect(list.map(({ operation }) => operation)).toEqual([
    'deleteProvider',
    'addProvider',
    'deleteProvider',
    'addProvider',
  ]);
  const wickr = await startWickr();
  const other = commandRunner(wickr.environment);
  expect((await other.run('undo')).stderr).toBe('error: there is nothing to undo\n');
  await other.run(`${save} --yes --no-secret`);
  const first = await other.run('undo');
  expect(first.code).toBe(2);
  expect(first.stderr).toMatch(
    /cannot be undone; nothing was there before, and no operation takes/,
  );
  expect((await other.run('undo --number 7')).stderr).toMatch(
    /--number: must be a number from 1 to 1/,
  );
});
