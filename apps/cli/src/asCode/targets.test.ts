import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { expect, test } from 'vitest';
import { apis } from '../generated/apis.ts';
import { commandRunner } from '../testing/commandRunner.ts';
import { inProcess } from '../testing/inProcess.ts';
import { planFolder } from '../testing/planFile.ts';
import { startPvwa, startWickr } from '../testing/startMocks.ts';
import { readTargets } from './readTargets.ts';

const provider = {
  id: 'staff',
  discoveryEndpointUrl: 'https://idp.example',
  clientId: 'c',
  clientSecretMethod: 'Basic',
};

test('each target is reached with its own settings, and with nothing of another caller', async () => {
  const [one, two] = [await startPvwa(), await startPvwa()];
  const { PVWA_USERNAME, PVWA_PASSWORD } = one.environment as Readonly<Record<string, string>>;
  const { run } = commandRunner({ OIDC_ADMIN_SKIP_DOCTOR: '1' });
  const { write } = planFolder();
  const target = (name: string, PVWA_URL: string) => ({
    name,
    api: 'pvwa',
    settings: { PVWA_URL, PVWA_USERNAME, PVWA_PASSWORD: 'env:VAULT_PASSWORD' },
    resources: { provider: [{ ...provider, description: name }] },
  });
  const file = write({
    targets: [target('one', one.environment.PVWA_URL), target('two', two.environment.PVWA_URL)],
  });
  const environment = {
    VAULT_PASSWORD: PVWA_PASSWORD ?? '',
    // Of another vault: it must go to none of both.
    PVWA_TOKEN: 'token-of-another-vault',
  };
  expect(await run(`apply ${file} --yes`, { environment })).toMatchObject({ code: 0 });
  for (const [name, { mock }] of Object.entries({ one, two })) {
    expect(JSON.stringify(mock.state.read())).toContain(`"description":"${name}"`);
    const headers = JSON.stringify(mock.requests.map(({ received }) => received.headers));
    expect(headers).not.toContain('token-of-another-vault');
  }
});

test('a target may name a context, and one that cannot be reached does not keep the others', async () => {
  const { environment } = await startWickr();
  const { run } = commandRunner(environment);
  const { folder, write } = planFolder();
  const own = { environment: { XDG_CONFIG_HOME: folder } };
  const add = 'context add far --api pvwa --url http://127.0.0.1:9/PasswordVault';
  expect((await run(add, own)).code).toBe(0);
  const config = { networkId: '12345678', companyId: 'us-east-1-x', issuer: 'x', scopes: 's' };
  const file = write({
    targets: [
      { name: 'far', api: 'pvwa', context: 'far', resources: { provider: [provider] } },
      { name: 'near', api: 'wickr', resources: { oidcConfig: [config] } },
    ],
  });
  const more = { environment: { ...own.environment, PVWA_TOKEN: 'any' } };
  const planned = await run(`plan ${file}`, more);
  expect(planned.code).toBe(1);
  expect(planned.stdout).toMatch(/! provider staff: getProvider: no complete response/);
  const applied = await run(`apply ${file} --yes`, more);
  expect(applied.code).toBe(8);
  expect(applied.stdout).toMatch(/^written, and read back +1$/m);
});

test('OIDC_ADMIN_CONTEXT goes before the context in use, and the one that the file names before both', async () => {
  const [test1, prod] = [await startPvwa(), await startPvwa()];
  const { PVWA_URL: _, ...environment } = prod.environment;
  const { run } = commandRunner(environment);
  const { folder, write } = planFolder();
  const own = { XDG_CONFIG_HOME: folder };
  for (const [name, { environment: one }] of Object.entries({ test: test1, prod }))
    await run(`context add ${name} --api pvwa --url ${one.PVWA_URL}`, { environment: own });
  const target = { name: 'vault', api: 'pvwa', resources: { provider: [provider] } };
  const named = { environment: { ...own, OIDC_ADMIN_CONTEXT: 'test' } };
  expect((await run(`apply ${write({ targets: [target] })} --yes`, named)).code).toBe(0);
  expect(prod.mock.requests).toEqual([]);
  expect(test1.mock.requests.map(({ operation }) => operation)).toContain('addProvider');
  const inFile = write({ targets: [{ ...target, context: 'prod' }] });
  expect((await run(`apply ${inFile} --yes`, named)).code).toBe(0);
  expect(prod.mock.requests.map(({ operation }) => operation)).toContain('addProvider');
});

test('beside an address in the file, OIDC_ADMIN_CONTEXT says who calls, not the context in use', async () => {
  const [vault, other] = [await startPvwa(), await startPvwa()];
  const { PVWA_URL, PVWA_PASSWORD = '' } = vault.environment as Record<string, string>;
  const { run } = commandRunner({ OIDC_ADMIN_SKIP_DOCTOR: '1' });
  const { folder, write } = planFolder();
  const own = { XDG_CONFIG_HOME: folder };
  const passwordFile = join(folder, 'password');
  writeFileSync(passwordFile, PVWA_PASSWORD);
  const contexts = { away: other.environment.PVWA_URL, audit: PVWA_URL, admin: PVWA_URL };
  for (const [name, url] of Object.entries(contexts)) {
    const who = `--username ${name} --password-file ${passwordFile}`;
    const add = `context add ${name} --api pvwa --url ${url} ${who}`;
    expect((await run(add, { environment: own })).code).toBe(0);
  }
  expect((await run('context use admin', { environment: own })).code).toBe(0);
  const settings = { PVWA_URL };
  const resources = { provider: [provider] };
  const file = write({ targets: [{ name: 'vault', api: 'pvwa', settings, resources }] });
  const callers = async (OIDC_ADMIN_CONTEXT: string) => {
    const before = vault.mock.requests.length;
    await run(`plan ${file}`, { environment: { ...own, OIDC_ADMIN_CONTEXT } });
    const requests = vault.mock.requests.slice(before);
    const logons = requests.filter(({ operation }) => operation === 'logon');
    return logons.map(({ received }) => Buffer.from(received.body ?? '').toString());
  };
  expect(await callers('audit')).toEqual([expect.stringContaining('"username":"audit"')]);
  expect(await callers('away')).toEqual([]);
  expect(await callers('')).toEqual([expect.stringContaining('"username":"admin"')]);
});

test('a password that is typed goes to the server of the question, and to no other', async () => {
  const [one, two] = [await startPvwa(), await startPvwa()];
  const { PVWA_PASSWORD = '', ...environment } = one.environment as Record<string, string>;
  const { run } = commandRunner(environment);
  const { write } = planFolder();
  const targets = Object.entries({ one, two }).map(([name, { environment: own }]) => ({
    name,
    api: 'pvwa',
    settings: { PVWA_URL: own.PVWA_URL },
    resources: { provider: [provider] },
  }));
  const question = (name: string, url: string): string =>
    `${name} ${url}: Password of ${environment['PVWA_USERNAME']}:`;
  const { stdout } = await run(`plan ${write({ targets })}`, {
    answers: [
      [question('one', one.environment.PVWA_URL), PVWA_PASSWORD],
      [question('two', two.environment.PVWA_URL), 'of-the-other'],
    ],
  });
  expect(stdout).toMatch(/one .*\n +\+ provider staff/);
  expect(stdout).toMatch(/two .*\n +! provider staff/);
  const logons = ({ mock }: typeof one): string =>
    JSON.stringify(
      mock.requests
        .filter(({ operation }) => operation === 'logon')
        .map(({ received }) => Buffer.from(received.body ?? '').toString()),
    );
  expect(logons(one)).toContain(PVWA_PASSWORD);
  expect(logons(two)).toContain('of-the-other');
  expect(logons(two)).not.toContain(PVWA_PASSWORD);
});

test('whoever ends a question ends the whole run: no other server is written', async () => {
  const [one, two] = [await startPvwa(), await startPvwa()];
  const { PVWA_PASSWORD = '', ...environment } = one.environment as Record<string, string>;
  const { run } = commandRunner(environment);
  const { write } = planFolder();
  const target = (name: string, PVWA_URL: string, more: object) => ({
    name,
    api: 'pvwa',
    settings: { PVWA_URL, ...more },
    resources: { provider: [provider] },
  });
  const file = write({
    targets: [
      target('one', one.environment.PVWA_URL, {}),
      target('two', two.environment.PVWA_URL, { PVWA_PASSWORD: 'env:VAULT_PASSWORD' }),
    ],
  });
  const commands = {
    [`apply ${file} --yes`]: 5,
    [`plan ${file}`]: 1,
    [`plan ${file} --watch-drift 0.1`]: 1,
  };
  for (const [command, ends] of Object.entries(commands))
    for (const key of ['\u0003', '\u0004']) {
      const { code, stdout, stderr } = await run(command, {
        environment: { VAULT_PASSWORD: PVWA_PASSWORD },
        answers: [[`Password of ${environment['PVWA_USERNAME']}:`, key]],
      });
      expect(stderr).toContain('stopped; nothing was changed');
      expect(stdout).toBe('');
      expect(code).toBe(ends);
    }
  for (const { mock } of [one, two])
    expect(mock.requests.map(({ operation }) => operation)).not.toContain('addProvider');
});

test('one resource of one server, in two targets, is a mistake; on two servers it is none', async () => {
  const [one, two] = [await startPvwa(), await startPvwa()];
  const { run } = commandRunner(one.environment);
  const { write } = planFolder();
  const target = (name: string, PVWA_URL: string) => ({
    name,
    api: 'pvwa',
    settings: { PVWA_URL },
    resources: { provider: [{ ...provider, clientId: name }] },
  });
  const both = (url: string): string =>
    write({ targets: [target('a', one.environment.PVWA_URL), target('b', url)] });
  const { origin } = new URL(one.environment.PVWA_URL);
  for (const same of [one.environment.PVWA_URL, `${one.environment.PVWA_URL}/`, origin]) {
    const { code, stderr } = await run(`apply ${both(same)} --yes`);
    expect(code).toBe(2);
    expect(stderr).toContain('is declared a second time for the same server');
  }
  expect(one.mock.requests).toEqual([]);
  expect((await run(`apply ${both(two.environment.PVWA_URL)} --yes`)).code).toBe(0);
});

test.each([
  [{ AWS_USE_FIPS_ENDPOINT: 'true' }, { AWS_USE_FIPS_ENDPOINT: 'false' }, 2],
  [{ WICKR_ENDPOINT: 'https://admin.wickr.us-east-1.amazonaws.com' }, {}, 2],
  [{ AWS_REGION: 'us-west-2' }, {}, 5],
])(
  'two addresses of one network are one server, two regions are two: %j %j',
  async (one, other, ends) => {
    const { run } = commandRunner({ AWS_REGION: 'us-east-1' });
    const { write } = planFolder();
    const config = { networkId: '12345678', companyId: 'us-east-1-x', issuer: 'x', scopes: 's' };
    const targets = Object.entries({ one, other }).map(([name, settings]) => ({
      name,
      api: 'wickr',
      settings,
      resources: { oidcConfig: [config] },
    }));
    // Stopped from the beginning, as nothing is to be sent.
    const signal = AbortSignal.abort();
    expect((await run(`apply ${write({ targets })} --yes`, { signal })).code).toBe(ends);
  },
);

test('the schema has every property of every resource, and its limits', async () => {
  const { code, stdout } = await commandRunner({}).run('schema');
  expect(code).toBe(0);
  const schema = JSON.parse(stdout) as {
    properties: { targets: { items: { anyOf: { properties: { api: { const: string } } }[] } } };
  };
  const targets = schema.properties.targets.items.anyOf;
  expect(targets.map(({ properties }) => properties.api.const)).toEqual(Object.keys(apis));
  for (const [name, api] of Object.entries(apis)) {
    const { table } = await api.load();
    const own = JSON.stringify(targets.find(({ properties }) => properties.api.const === name));
    const sent = table.operations.filter(({ action }) => /create|replace|save/.test(action.does));
    for (const { body } of sent)
      for (const property of body?.properties ?? []) expect(own).toContain(`"${property.name}":{`);
  }
  expect(stdout).toContain('"maxLength": 100');
});

test('every file in the documentation is one', async () => {
  const page = readFileSync(join(import.meta.dirname, '../../../../docs/as-code.md'), 'utf8');
  const files = [...page.matchAll(/^```yaml\n([^]*?)^```$/gm)].map(([, text = '']) => text);
  expect(files.length).toBeGreaterThan(1);
  const { write, folder } = planFolder();
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const terminal = { stdin: process.stdin, stdout: nowhere, stderr: nowhere, environment: {} };
  for (const file of files) write(file);
  const { targets } = await readTargets(terminal, folder, apis);
  const entries = targets.flatMap(({ resources }) => resources.map(({ entry }) => entry));
  expect(entries).toContainEqual({
    issuer: 'https://idp.example',
    scopes: 'openid profile email',
    secret: 'command:pass show sso/wickr',
    networkId: '12345678',
    companyId: 'us-east-1-north',
  });
});

test('a slip in a file is said once, and not again for every line after it', async () => {
  const { write } = planFolder();
  const lines = Array.from({ length: 40 }, (_, index) => `  - name: t${index}\n    api: pvwa`);
  const file = write(`slip\n# what follows is right\ntargets:\n${lines.join('\n')}\n`);
  const { code, stderr } = await inProcess(['plan', file]);
  expect(code).toBe(1);
  const said = stderr.trimEnd().split('\n');
  expect(said).toHaveLength(4);
  expect(said[0]).toContain(`${file}:3:`);
  expect(said.at(-1)).toMatch(/ \d+ more, which may all come of these$/);
});
