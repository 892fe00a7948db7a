import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeCertificates, startProvider } from '@oidc-admin/doctor/testing/start-provider';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { type CommandSetting, inProcess } from '../testing/inProcess.ts';
import { knowingToo } from '../testing/knowingToo.ts';
import { startGateway } from '../testing/startGateway.ts';
import { startPvwa, startWickr } from '../testing/startMocks.ts';

const oldSecret = 'Das-alte-Geheimnis-4711';
const newSecret = 'Das-neue-Geheimnis-4712';
const folder = mkdtempSync(join(tmpdir(), 'rotate-'));
const certificates = await makeCertificates();
const caFile = join(folder, 'root.pem');
writeFileSync(caFile, certificates.authority);
const provider = await startProvider({
  certificates,
  configuration: {
    clients: [
      {
        client_id: 'vault',
        client_secret: newSecret,
        redirect_uris: ['https://vault.example/callback'],
      },
    ],
  },
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await provider[Symbol.asyncDispose]();
});
const knowsOld = knowingToo(oldSecret);

beforeEach(() => {
  provider.alter = knowsOld;
});

/** A PVWA with a provider that has the old secret, and how its secret is rotated. */
async function startWithProvider() {
  const { mock, environment } = await startPvwa();
  const add = `pvwa add-provider --id corp --discovery-endpoint-url ${provider.issuer}/.well-known/openid-configuration --client-id vault --client-secret-method Basic --user-name-claim name --description before-it`;
  const added = await inProcess(add.split(' '), {
    environment: { ...environment, PVWA_CLIENT_SECRET: oldSecret },
  });
  expect(added).toMatchObject({ code: 0 });
  const rotate = (
    more: Readonly<Record<string, string>>,
    flags = '--yes',
    settings: Pick<CommandSetting, 'typed' | 'input' | 'signal'> = {},
  ) =>
    inProcess(`rotate-secret --provider corp --ca-file ${caFile} ${flags}`.split(' '), {
      environment: { ...environment, ...more },
      ...settings,
    });
  const saved = () => JSON.stringify(mock.state.read().resources);
  return { mock, environment, rotate, saved };
}

const both = { OIDC_CLIENT_SECRET: newSecret, OIDC_OLD_CLIENT_SECRET: oldSecret };

function withoutSecrets(text: string): string {
  return text.replaceAll(oldSecret, '').replaceAll(newSecret, '');
}

/** From so many token requests on, the provider knows no client. */
function forgetsAfter(count: number): void {
  let asked = 0;
  provider.alter = (response) => {
    knowsOld(response);
    if (!response.path.endsWith('/token')) return;
    asked += 1;
    if (asked <= count) return;
    response.status = 401;
    response.body = { error: 'invalid_client' };
  };
}

test('a secret that the provider knows is written, and nothing else changes', async () => {
  const { rotate, saved } = await startWithProvider();
  const before = saved();
  expect(before).toContain(oldSecret);
  const { code, stdout, stderr } = await rotate(both, '--debug');
  expect(stderr).toContain('The provider knows the client by the new secret.');
  expect(stderr).toContain('nothing else that the server shows has changed');
  expect(stderr).toContain('The provider still knows the client by the new secret.');
  expect(code).toBe(0);
  expect(saved()).toContain(newSecret);
  expect(withoutSecrets(saved())).toBe(withoutSecrets(before));
  expect(withoutSecrets(stdout + stderr)).toBe(stdout + stderr);
});

test('a secret that the provider refuses is not written', async () => {
  const { rotate, saved } = await startWithProvider();
  const before = saved();
  const { code, stderr } = await rotate({ ...both, OIDC_CLIENT_SECRET: 'the-id-of-the-secret' });
  expect(stderr).toContain('the provider does not know the client by the new secret');
  expect(code).toBe(2);
  expect(saved()).toBe(before);
});

test('an old secret that the provider refuses is nothing to put back, and nothing is written', async () => {
  const { rotate, saved } = await startWithProvider();
  const before = saved();
  const { code, stderr } = await rotate({ ...both, OIDC_OLD_CLIENT_SECRET: 'one-before-the-old' });
  expect(stderr).toContain('the provider does not know the client by the old secret');
  expect(code).toBe(2);
  expect(saved()).toBe(before);
});

test('where the provider does not tell, nothing is written unless that is wanted', async () => {
  const { rotate, saved } = await startWithProvider();
  const before = saved();
  provider.alter = (response) => {
    if (!response.path.endsWith('/token')) return;
    response.status = 400;
    response.body = { error: 'invalid_grant' };
  };
  const { code, stderr } = await rotate(both);
  expect(stderr).toContain('refuses no secret before it sees a right code');
  expect(code).toBe(2);
  expect(saved()).toBe(before);
  expect(await rotate(both, '--yes --unproven')).toMatchObject({ code: 0 });
  expect(saved()).toContain(newSecret);
});

test('a secret that is given and empty is a mistake, and nothing is written', async () => {
  const { rotate, saved } = await startWithProvider();
  const before = saved();
  const empty = join(folder, 'empty');
  writeFileSync(empty, '\n');
  const tries = [
    await rotate({ OIDC_CLIENT_SECRET: newSecret }, `--yes --old-client-secret-file ${empty}`),
    await rotate({ ...both, OIDC_OLD_CLIENT_SECRET: ' ' }),
    await rotate({ OIDC_OLD_CLIENT_SECRET: oldSecret }, `--yes --client-secret-file ${empty}`),
  ];
  for (const { code, stderr } of tries) {
    expect(stderr).toContain('is empty, and an empty secret is none');
    expect(code).toBe(2);
  }
  expect(saved()).toBe(before);
});

test('where the second proof fails, the old secret is put back, if it was given', async () => {
  const { rotate, saved } = await startWithProvider();
  const before = saved();
  // The proof of each secret is two requests: one with the secret, one with a made-up one.
  forgetsAfter(4);
  const { code, stderr } = await rotate(both);
  expect(stderr).toContain('The old secret was put back');
  expect(code).toBe(1);
  expect(saved()).toBe(before);
  forgetsAfter(2);
  const lost = await rotate({ OIDC_CLIENT_SECRET: newSecret });
  expect(lost.stderr).toContain('Which secret is saved now is not known');
  expect(lost.code).toBe(1);
});

test('a write that answers with a failure is taken back', async () => {
  const { environment, rotate, saved } = await startWithProvider();
  const before = saved();
  let puts = 0;
  const url = await startGateway(environment.PVWA_URL, (method, done, outgoing) => {
    if (method !== 'PUT' || !done) return false;
    puts += 1;
    // After that, the client itself would try again.
    if (puts === 1) outgoing.writeHead(504).end();
    return puts === 1;
  });
  const { code, stderr } = await rotate({ ...both, PVWA_URL: url });
  expect(stderr).toContain('The old secret was put back');
  expect(code).toBe(1);
  expect(saved()).toBe(before);
});

test('stopped while the secret is being written, the rotation still comes to its end', async () => {
  for (const isDone of [false, true]) {
    const { environment, rotate, saved } = await startWithProvider();
    const stopping = new AbortController();
    const url = await startGateway(environment.PVWA_URL, (method, done) => {
      if (method === 'PUT' && done === isDone) stopping.abort();
      return false;
    });
    const { code, stderr } = await rotate({ ...both, PVWA_URL: url }, '--yes', {
      signal: stopping.signal,
    });
    expect(stopping.signal.aborted).toBe(true);
    expect(stderr).toContain('The provider still knows the client by the new secret.');
    expect(code).toBe(0);
    expect(saved()).toContain(newSecret);
  }
});

test('stopped while the secret is being written, and not answered: the old one is put back', async () => {
  const { environment, rotate, saved } = await startWithProvider();
  const before = saved();
  const stopping = new AbortController();
  const url = await startGateway(environment.PVWA_URL, (method, done, outgoing) => {
    if (method !== 'PUT' || !done || stopping.signal.aborted) return false;
    stopping.abort();
    outgoing.writeHead(501).end();
    return true;
  });
  const { code, stderr } = await rotate({ ...both, PVWA_URL: url }, '--yes', {
    signal: stopping.signal,
  });
  expect(stderr).toContain('The old secret was put back');
  expect(code).toBe(1);
  expect(saved()).toBe(before);
});

test('stopped before the write, nothing is written', async () => {
  const { rotate, saved } = await startWithProvider();
  const before = saved();
  const stopping = new AbortController();
  provider.alter = ({ path }) => {
    if (path.endsWith('/token')) stopping.abort();
  };
  const { code } = await rotate(both, '--yes', { signal: stopping.signal });
  expect(code).toBe(3);
  expect(saved()).toBe(before);
});

test('a server that changes more with the secret is found, and said not to be as before', async () => {
  const { mock, environment, rotate, saved } = await startWithProvider();
  const url = await startGateway(environment.PVWA_URL, (method, done) => {
    const found = JSON.stringify(mock.state.read());
    if (method === 'PUT' && done)
      mock.state.seed(JSON.parse(found.replace('"before-it"', '"another"')));
    return false;
  });
  const { code, stderr } = await rotate({ ...both, PVWA_URL: url });
  expect(stderr).toContain(
    'the server changed more: description; still not as before: description. The old secret was put back',
  );
  expect(code).toBe(1);
  expect(saved()).toContain(oldSecret);
  expect(saved()).not.toContain(newSecret);
});

test('whoever may have come in by this sign-in is told, and asked', async () => {
  const { environment, rotate, saved } = await startWithProvider();
  const before = saved();
  const logon = ['pvwa', 'logon', '--show-secrets', '--output', 'json'];
  const token = JSON.parse((await inProcess(logon, { environment })).stdout) as string;
  const { code, stderr } = await rotate({ ...both, PVWA_TOKEN: token }, '--no-input');
  expect(stderr).toContain('PVWA_TOKEN may be of a session that was opened by this very provider');
  expect(stderr).toContain('you may be locked out yourself');
  expect(code).toBe(2);
  expect(saved()).toBe(before);
});

test('the new secret is asked for at a terminal; a dry run prints the request and writes nothing', async () => {
  const { rotate, saved } = await startWithProvider();
  const before = saved();
  const typed = { typed: true, input: `${newSecret}\n` };
  const dry = await rotate({}, '--dry-run', typed);
  expect(dry.stderr).toContain('New client secret: ');
  expect(dry.stdout).toMatch(/^PUT .*\n[^]*"clientSecret": "\[redacted\]"/);
  expect(dry.code).toBe(0);
  expect(saved()).toBe(before);
  expect(await rotate({}, '--yes', typed)).toMatchObject({ code: 0 });
  expect(saved()).toContain(newSecret);
});

test('a network has its secret rotated too, by the client id that the provider knows', async () => {
  const { mock, environment } = await startWickr();
  const { WICKR_NETWORK_ID: network = '', AWS_REGION: region = '' } = environment as Readonly<
    Record<string, string>
  >;
  const save = `wickr register-oidc-config --network-id ${network} --issuer ${provider.issuer} --company-id ${region}-corp --user-id vault --scopes openid --yes`;
  const saved = await inProcess(save.split(' '), {
    environment: { ...environment, WICKR_SECRET: oldSecret },
  });
  expect(saved).toMatchObject({ code: 0 });
  const rotate = `rotate-secret --network ${network} --client-id vault --ca-file ${caFile} --yes`;
  const found = await inProcess(rotate.split(' '), { environment: { ...environment, ...both } });
  expect(found).toMatchObject({ code: 0 });
  expect(JSON.stringify(mock.state.read())).toContain(newSecret);
});
