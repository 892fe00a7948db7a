import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { commandRunner } from '../testing/commandRunner.ts';
import { listening } from '../testing/listening.ts';
import { oneTarget, planFolder } from '../testing/planFile.ts';
import { startGateway } from '../testing/startGateway.ts';
import { startPvwa, startWickr } from '../testing/startMocks.ts';

const provider = {
  id: 'staff',
  discoveryEndpointUrl: 'https://idp.example',
  clientId: 'c',
  clientSecretMethod: 'Basic',
};
const config = {
  networkId: '12345678',
  companyId: 'us-east-1-x',
  issuer: 'https://x',
  scopes: 's',
};
const secret = { environment: { STAFF_SECRET: 'hunter2hunter2' } };

test('a run that has come to its end is never gone on with: each --rotate writes the secrets of that day', async () => {
  const { mock, environment } = await startWickr();
  const { run } = commandRunner(environment);
  const { write } = planFolder();
  const bad = { ...config, networkId: '99999999', secret: 'env:STAFF_SECRET' };
  const file = write(
    oneTarget('wickr', { oidcConfig: [{ ...config, secret: 'env:STAFF_SECRET' }, bad] }),
  );
  for (const STAFF_SECRET of ['secret-of-october', 'secret-of-november']) {
    const { code } = await run(`apply ${file} --rotate --yes`, { environment: { STAFF_SECRET } });
    expect(code).toBe(8);
    expect(JSON.stringify(mock.state.read())).toContain(STAFF_SECRET);
  }
});

test('what was written before is compared again, after a run that was half done too', async () => {
  const { mock, environment } = await startWickr();
  const { run } = commandRunner(environment);
  const { write } = planFolder();
  const good = { ...config, secret: null };
  const bad = { ...good, networkId: '99999999' };
  const first = write(
    oneTarget('wickr', { oidcConfig: [{ ...good, issuer: 'https://one' }, bad] }),
  );
  expect((await run(`apply ${first} --yes`)).code).toBe(8);
  const second = write(oneTarget('wickr', { oidcConfig: [{ ...good, issuer: 'https://two' }] }));
  expect((await run(`apply ${second} --yes`)).code).toBe(0);
  expect((await run(`apply ${first} --yes`)).code).toBe(8);
  expect(JSON.stringify(mock.state.read())).toContain('"issuer":"https://one"');
});

test('the file of --failures is for its owner alone, and goes when nothing is left; another file stays', async () => {
  const { environment } = await startWickr();
  const { run } = commandRunner(environment);
  const { folder, write } = planFolder();
  const failures = join(folder, 'failed.yaml');
  writeFileSync(failures, 'mine', { mode: 0o644 });
  const good = write(oneTarget('wickr', { oidcConfig: [config] }));
  const bad = write(oneTarget('wickr', { oidcConfig: [{ ...config, networkId: '99999999' }] }));
  const apply = (file: string) => run(`apply ${file} --failures ${failures} --yes`);
  expect((await apply(good)).code).toBe(0);
  expect(readFileSync(failures, 'utf8')).toBe('mine');
  expect((await apply(bad)).stderr).toContain('What is not done is in');
  expect(statSync(failures).mode & 0o777).toBe(0o600);
  expect((await apply(good)).code).toBe(0);
  expect(existsSync(failures)).toBe(false);
});

test('what a rotation has left is rotated by the command that it names, and done by no other', async () => {
  const { mock, environment } = await startWickr();
  let isOn = true;
  const url = await startGateway(environment.WICKR_ENDPOINT, (method, done, outgoing) =>
    isOn && !done && method !== 'GET' ? refuse(outgoing, 403) : false,
  );
  const { run } = commandRunner({ ...environment, WICKR_ENDPOINT: url });
  const { folder, write } = planFolder();
  const failures = join(folder, 'failed.yaml');
  const file = write(
    oneTarget('wickr', { oidcConfig: [{ ...config, secret: 'env:STAFF_SECRET' }] }),
  );
  expect((await commandRunner(environment).run(`apply ${file} --yes`, secret)).code).toBe(0);
  const november = { environment: { STAFF_SECRET: 'secret-of-november' } };
  const refused = await run(`apply ${file} --rotate --failures ${failures} --yes`, november);
  expect(refused.code).not.toBe(0);
  expect(refused.stderr).toContain('failed.yaml, which apply --rotate takes.');
  isOn = false;
  for (const command of ['apply', 'plan']) {
    const { code, stderr } = await run(`${command} ${failures}`, november);
    expect(code).not.toBe(0);
    expect(stderr).toContain('failed.yaml: is left of a run with --rotate');
  }
  expect((await run(`apply ${file} --failures ${failures} --yes`, november)).code).toBe(0);
  expect(existsSync(failures)).toBe(true);
  expect(JSON.stringify(mock.state.read())).not.toContain('secret-of-november');
  const done = await run(`apply ${failures} --rotate --failures ${failures} --yes`, november);
  expect(done.code).toBe(0);
  expect(existsSync(failures)).toBe(false);
  expect(JSON.stringify(mock.state.read())).toContain('secret-of-november');
});

test('a plan shows each server and who calls it, and is for no other, and for no other secret', async () => {
  const [one, two] = [await startPvwa(), await startPvwa()];
  const { run } = commandRunner(one.environment);
  const { folder, write } = planFolder();
  const fileWith = (clientSecret: string): string =>
    write(oneTarget('pvwa', { provider: [{ ...provider, clientSecret }] }));
  const file = fileWith('env:STAFF_SECRET');
  expect((await run(`plan ${file}`)).stdout).toContain(
    `one (pvwa) PVWA_URL=${one.environment.PVWA_URL} PVWA_USERNAME=`,
  );
  const plan = join(folder, 'plan.json');
  writeFileSync(plan, (await run(`plan ${file} --output json`)).stdout);
  const moved = { environment: { ...secret.environment, PVWA_URL: two.environment.PVWA_URL } };
  const elsewhere = await run(`apply ${file} --plan ${plan} --yes`, moved);
  expect(elsewhere.code).toBe(1);
  expect(elsewhere.stdout).toContain('that plan was made for another server or caller');
  const other = fileWith('command:echo other');
  expect((await run(`apply ${other} --plan ${plan} --yes`, secret)).code).toBe(1);
  for (const { mock } of [one, two])
    expect(mock.requests.map(({ operation }) => operation)).not.toContain('addProvider');
  writeFileSync(join(folder, 'broken.json'), '{"steps":[null]}');
  expect((await run(`apply ${file} --plan ${folder}/broken.json --yes`, secret)).code).toBe(2);
  expect((await run(`apply ${file} --plan ${plan} --yes`, secret)).code).toBe(0);
});

/** A network behind a gateway that answers each `write` of it in the place of the server, or not. */
async function startBehind(answer: (outgoing: ServerResponse, done: boolean) => boolean) {
  const { mock, environment } = await startWickr();
  let isOn = false;
  const url = await startGateway(environment.WICKR_ENDPOINT, (method, done, outgoing) =>
    isOn && method !== 'GET' ? answer(outgoing, done) : false,
  );
  const own = commandRunner({ ...environment, WICKR_ENDPOINT: url });
  const { write } = planFolder();
  const fileWith = (issuer: string): string =>
    write(oneTarget('wickr', { oidcConfig: [{ ...config, issuer, secret: null }] }));
  const direct = commandRunner(environment);
  expect((await direct.run(`apply ${fileWith('https://first')} --yes`)).code).toBe(0);
  const elsewhere = fileWith('https://elsewhere');
  return {
    ...own,
    fileWith,
    held: () => JSON.stringify(mock.state.read()),
    change: async () => direct.run(`apply ${elsewhere} --yes`),
    begin: () => (isOn = true),
  };
}

function refuse(outgoing: ServerResponse, status: number): true {
  outgoing.writeHead(status, { 'content-type': 'application/json' }).end('{"message":"no"}');
  return true;
}

test('--start-over that is cut off itself does not fall back on what the run before it has written', async () => {
  const { environment } = await startWickr();
  let stops = (_isWrite: boolean, _done: boolean): boolean => false;
  let stop = new AbortController();
  const url = await startGateway(environment.WICKR_ENDPOINT, (method, done) => {
    if (stops(method !== 'GET', done)) stop.abort();
    return false;
  });
  const { run } = commandRunner({ ...environment, WICKR_ENDPOINT: url });
  const { write } = planFolder();
  const oidcConfig = ['12345678', '87654321'].map((networkId) => ({
    ...config,
    networkId,
    secret: 'env:STAFF_SECRET',
  }));
  const file = write(oneTarget('wickr', { oidcConfig }));
  const apply = async (flags: string) => {
    stop = new AbortController();
    const own = { ...secret, signal: stop.signal };
    return run(`apply ${file} --rotate --yes --concurrency 1 ${flags}`.trim(), own);
  };
  stops = (isWrite, done) => isWrite && done;
  expect((await apply('')).code).toBe(8);
  stops = () => true;
  expect((await apply('--start-over')).code).toBe(5);
  stops = () => false;
  const { code, stdout } = await apply('');
  expect(code).toBe(0);
  expect(stdout).toMatch(/^written, and read back +2$/m);
});

test('a journal that can no longer be written ends the run with its summary', async () => {
  const { mock, environment } = await startWickr();
  const { run, state } = commandRunner(environment);
  const { write } = planFolder();
  const networks = ['12345678', '87654321'];
  const file = write(
    oneTarget('wickr', {
      oidcConfig: networks.map((networkId) => ({
        ...config,
        networkId,
        secret: 'env:STAFF_SECRET',
      })),
    }),
  );
  const apply = join(state, '../apply');
  // While the first is written, the journal becomes a folder.
  const spoiled = mock.requests.length;
  const timer = setInterval(() => {
    if (mock.requests.length === spoiled) return;
    for (const name of readdirSync(apply).filter((one) => one.endsWith('.ndjson')))
      if (statSync(join(apply, name)).isFile()) {
        rmSync(join(apply, name));
        mkdirSync(join(apply, name));
      }
  }, 1);
  onTestFinished(() => clearInterval(timer));
  const { code, stdout, stderr } = await run(
    `apply ${file} --rotate --yes --concurrency 1`,
    secret,
  );
  expect(code).toBe(8);
  expect(stderr).toContain('what is done cannot be written down (EISDIR)');
  expect(stdout).toMatch(/^written, and read back +1$/m);
  expect(stdout).toMatch(/^not written: stopped +1$/m);
});

test('a write that was put off is not sent where somebody has changed the server meanwhile', async () => {
  let puts = 0;
  const { run, fileWith, held, change, begin } = await startBehind((outgoing, done) => {
    if (done || (puts += 1) > 1) return false;
    void change().then(() => refuse(outgoing, 429));
    return true;
  });
  begin();
  const { code, stdout } = await run(`apply ${fileWith('https://second')} --yes`);
  expect(puts).toBe(1);
  expect(code).not.toBe(0);
  expect(stdout).toContain('the server is not as');
  expect(held()).toContain('https://elsewhere');
});

test('a write that was done, and not answered so, is sent once and not called refused', async () => {
  let tries = 0;
  const { run, fileWith, held, begin } = await startBehind((outgoing, done) => {
    if (!done) return (tries += 1) > 1 && refuse(outgoing, 403);
    return refuse(outgoing, 504);
  });
  begin();
  const { code, stdout } = await run(`apply ${fileWith('https://second')} --yes`);
  expect(tries).toBe(1);
  expect(held()).toContain('https://second');
  expect(code).toBe(8);
  expect(stdout).toMatch(/^not known whether written +1$/m);
  expect((await run('undo --list')).stdout).toContain('registerOidcConfig');
});

test('stopped while it looks at servers or at the identity provider, it says so', async () => {
  const { environment } = await startPvwa();
  const { OIDC_ADMIN_SKIP_DOCTOR: _, ...own } = environment;
  const { write } = planFolder();
  for (const from of ['looking', 'asking']) {
    const stop = new AbortController();
    const idp = createServer(() => stop.abort());
    const discoveryEndpointUrl = await listening(idp);
    const gateway = await startGateway(environment.PVWA_URL, () => {
      if (from === 'looking') stop.abort();
      return false;
    });
    const { run } = commandRunner({ ...own, PVWA_URL: gateway });
    const file = write(oneTarget('pvwa', { provider: [{ ...provider, discoveryEndpointUrl }] }));
    const { code } = await run(`apply ${file} --yes`, { signal: stop.signal });
    expect(code).toBe(5);
  }
});
