import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { CliApi } from './cliApi.ts';
import { apis } from './generated/apis.ts';
import { commandRunner } from './testing/commandRunner.ts';
import { startGateway } from './testing/startGateway.ts';
import { startPvwa, startWickr } from './testing/startMocks.ts';

const add =
  'pvwa add-provider --id staff --discovery-endpoint-url https://idp.example --client-id c --client-secret-method Post --no-client-secret';
const update = `${add.replace('add-', 'update-').replace('--client-id c', '--client-id d')} --yes`;

/** A PVWA with a provider that was added and changed, so that there is something to undo. */
async function startChanged() {
  const { mock, environment } = await startPvwa();
  const { run, state } = commandRunner(environment);
  await run(add);
  expect(await run(update)).toMatchObject({ code: 0 });
  return { mock, environment, run, state };
}

test('undo sends nothing as somebody else, or to another server, than the write did', async () => {
  const { mock, run } = await startChanged();
  const before = mock.requests.length;
  const other = await run('undo --yes --no-client-secret', {
    environment: { PVWA_LOGON_TYPE: 'LDAP' },
  });
  expect(other).toMatchObject({ code: 2, stdout: '' });
  expect(other.stderr).toBe('error: undo: PVWA_LOGON_TYPE is not what it was at the write\n');
  expect(mock.requests).toHaveLength(before);

  const wickr = await startWickr();
  const { AWS_REGION: region = '', ...rest } = wickr.environment as Record<string, string>;
  const commands = commandRunner(rest);
  const words =
    'wickr register-oidc-config --network-id 12345678 --company-id us-east-1-x --issuer https://x --scopes openid --no-secret --yes';
  const here = { environment: { AWS_DEFAULT_REGION: region || 'us-east-1' } };
  expect(await commands.run(words, here)).toMatchObject({ code: 0 });
  expect(await commands.run(words, here)).toMatchObject({ code: 0 });
  const elsewhere = { environment: { AWS_DEFAULT_REGION: 'eu-west-2' } };
  const refused = await commands.run('undo --yes --no-secret', elsewhere);
  expect(refused.code).toBe(2);
  expect(refused.stderr).toMatch(/region/i);
});

test('undo refuses other keys of the same region, whose account may be another; it keeps only their end', async () => {
  const { environment } = await startWickr();
  const { run, state } = commandRunner(environment);
  const save =
    'wickr register-oidc-config --network-id 12345678 --company-id us-east-1-x --issuer https://x --scopes openid --no-secret --yes';
  expect(await run(save)).toMatchObject({ code: 0 });
  expect(await run(save)).toMatchObject({ code: 0 });
  const { AWS_ACCESS_KEY_ID: key = '' } = environment as Readonly<Record<string, string>>;
  for (const name of readdirSync(state))
    expect(readFileSync(join(state, name), 'utf8')).not.toContain(key);
  const other = await run('undo --yes --no-secret', {
    environment: { AWS_ACCESS_KEY_ID: 'AKIAOFANOTHERACCOUNT' },
  });
  expect(other).toMatchObject({ code: 2, stdout: '' });
  expect(other.stderr).toBe('error: undo: AWS_ACCESS_KEY_ID is not what it was at the write\n');
  expect(await run('undo --yes --no-secret')).toMatchObject({ code: 0 });
});

test('undo takes nothing of a context of another server', async () => {
  const { mock, run, state } = await startChanged();
  const file = join(state, 'password');
  writeFileSync(file, 'of-the-other');
  const config = { XDG_CONFIG_HOME: state };
  const added = `context add other --api pvwa --url https://other.example --password-file ${file}`;
  expect(await run(added, { environment: config })).toMatchObject({ code: 0 });
  const before = mock.requests.length;
  const environment = { ...config, PVWA_PASSWORD: '' };
  const byVariable = await run('undo --yes --no-client-secret', {
    environment: { ...environment, OIDC_ADMIN_CONTEXT: 'other' },
  });
  const byFlag = await run('undo --yes --no-client-secret --context other', { environment });
  expect([byVariable.code, byFlag.code]).toEqual([2, 2]);
  expect(byFlag.stderr).toContain('undo: PVWA_URL is not what it was at the write');
  expect(mock.requests).toHaveLength(before);
});

test('what was there is kept where nobody knows whether the write was done', async () => {
  const { environment, run, state } = await startChanged();
  const answers: readonly ((outgoing: ServerResponse) => void)[] = [
    (outgoing) => outgoing.writeHead(500, { 'content-type': 'application/json' }).end('{}'),
    (outgoing) => outgoing.writeHead(200, { 'content-type': 'text/html' }).end('<p>OK</p>'),
  ];
  for (const answer of answers) {
    const count = readdirSync(state).length;
    const url = await startGateway(environment.PVWA_URL, (method, done, outgoing) => {
      if (method !== 'PUT' || !done) return false;
      answer(outgoing);
      return true;
    });
    const { code } = await run(`${update} --endpoint-url ${url}`);
    expect(code).toBeGreaterThan(0);
    expect(readdirSync(state).length).toBeGreaterThan(count);
  }
});

test('a create of what is there already is not undone by deleting it', async () => {
  const { environment, run } = await startChanged();
  const url = await startGateway(environment.PVWA_URL, (method, done, outgoing) => {
    if (method !== 'POST' || !done || !outgoing.req.url?.includes('OIDC')) return false;
    outgoing.destroy();
    return true;
  });
  const again = await run(`${add} --yes --endpoint-url ${url}`);
  expect(again.code).toBe(3);
  const { stdout } = await run('undo --dry-run --no-client-secret');
  expect(stdout).toMatch(/^PUT http:/);
});

test('a 404 of something in between does not say that nothing is saved', async () => {
  const { environment, run } = await startChanged();
  const url = await startGateway(environment.PVWA_URL, (method, done, outgoing) => {
    if (method !== 'GET' || done) return false;
    outgoing.writeHead(404, { 'content-type': 'text/html' }).end('<h1>Not found</h1>');
    return true;
  });
  expect(await run(`${update} --endpoint-url ${url}`)).toMatchObject({ code: 3, stdout: '' });
});

test('an undo of a deletion says that the secret is not put back, and asks', async () => {
  const { run } = await startChanged();
  expect(await run('pvwa delete-provider --id staff --yes')).toMatchObject({ code: 0 });
  const asked = await run('undo');
  expect(asked).toMatchObject({ code: 2, stdout: '' });
  expect(asked.stderr).toMatch(/A client secret that was stored is not known, and not put back;/);
  expect(await run('undo --no-client-secret')).toMatchObject({ code: 0 });
});

test('two writes in one millisecond can both be undone', async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  onTestFinished(() => void vi.useRealTimers());
  const { run } = await startChanged();
  const list = JSON.parse((await run('undo --list')).stdout) as readonly object[];
  expect(list).toHaveLength(2);
});

test('a write that the client sent twice, and that was done before it was refused, can be undone', async () => {
  const { environment, state } = await startChanged();
  for (const isDone of [true, false]) {
    let tries = 0;
    const answer = (outgoing: ServerResponse, status: number): true => {
      outgoing.writeHead(status, { 'content-type': 'application/json' }).end('{}');
      return true;
    };
    const url = await startGateway(environment.PVWA_URL, (method, done, outgoing) => {
      if (method !== 'PUT' || done !== isDone) return false;
      tries += 1;
      return answer(outgoing, tries === 1 ? 504 : 403);
    });
    const own = {
      environment: { ...environment, PVWA_URL: url, XDG_STATE_HOME: join(state, '../..') },
    };
    const before = readdirSync(state).length;
    const words = update.replace('--client-id d', `--client-id again-${isDone}`);
    expect((await commandRunner(environment).run(words, own)).code).not.toBe(0);
    expect(tries).toBe(2);
    expect(readdirSync(state).length > before).toBe(isDone);
  }
});

test('a folder that refuses files, or holds a broken one, is named', async () => {
  const { environment, run, state } = await startChanged();
  const file = join(state, 'file');
  mkdirSync(state, { recursive: true });
  writeFileSync(file, '');
  const refused = await run(update, { environment: { ...environment, XDG_STATE_HOME: file } });
  expect(refused.code).toBe(2);
  expect(refused.stderr).toMatch(/cannot be written \(\w+\); set XDG_STATE_HOME/);
  writeFileSync(join(state, 'broken.json'), '{');
  const broken = await run('undo --list');
  expect(broken.code).toBe(2);
  expect(broken.stderr).toMatch(/broken\.json: cannot be read \(is no JSON\)/);
});

test('what is shown in place of a secret inside a value is not sent', async () => {
  const { mock, environment, run } = await startChanged();
  const { pvwa } = apis;
  const nested: CliApi = {
    ...pvwa,
    load: async () => {
      const commandLine = await pvwa.load();
      const operations = structuredClone(commandLine.table.operations).map((one) => ({
        ...one,
        ...(one.body && {
          body: {
            ...one.body,
            properties: one.body.properties.map((property) =>
              property.name === 'issuer' ? { ...property, types: ['object'] } : property,
            ),
          },
        }),
      }));
      return { ...commandLine, table: { ...commandLine.table, operations } };
    },
  };
  const before = mock.requests.length;
  const { code, stderr } = await run(`${update} --issuer {"a":[{"clientSecret":"***"}]}`, {
    environment,
    only: { pvwa: nested },
  });
  expect(code).toBe(2);
  expect(stderr).toContain('issuer/a/0/clientSecret: is what is shown in place of a secret');
  expect(mock.requests).toHaveLength(before);
});
