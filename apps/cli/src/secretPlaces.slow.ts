import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeCertificates, startProvider } from '@oidc-admin/doctor/testing/start-provider';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { knowingToo } from './testing/knowingToo.ts';
import { startGateway } from './testing/startGateway.ts';
import { startPvwa, startWickr } from './testing/startMocks.ts';
import { type ShownProcess, watchProcesses } from './testing/watchProcesses.ts';

const program = join(import.meta.dirname, 'main.ts');
const folder = mkdtempSync(join(tmpdir(), 'places-'));
const home = join(folder, 'home');
const work = join(folder, 'work');
const bin = join(folder, 'bin');
for (const one of [home, work, bin]) mkdirSync(one);

/** Secrets that are in no place where anybody else, or a later command, could read them. */
const secrets = {
  client: 'Kanarie/eins+4711=und~noch-mehr',
  newClient: 'Kanarie/zwei+4712=und~noch-mehr',
};
const certificates = await makeCertificates();
const provider = await startProvider({
  certificates,
  configuration: {
    clients: [
      {
        client_id: 'vault',
        client_secret: secrets.newClient,
        application_type: 'native',
        redirect_uris: ['http://127.0.0.1/callback'],
      },
    ],
  },
});
provider.alter = knowingToo(secrets.client);
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await provider[Symbol.asyncDispose]();
});

function writeProgram(name: string, lines: string): string {
  const path = join(bin, name);
  // Long enough to be looked at.
  writeFileSync(path, `#!/bin/sh\nsleep 0.3\n${lines}\n`);
  chmodSync(path, 0o755);
  return path;
}

beforeAll(() => {
  writeProgram('xdg-open', 'exit 0');
  const process = writeProgram('key-process', `exec cat '${join(work, 'keys')}'`);
  mkdirSync(join(home, '.aws'));
  writeFileSync(join(home, '.aws/config'), `[profile places]\ncredential_process = ${process}\n`);
  writeFileSync(join(work, 'client'), secrets.client);
  writeFileSync(join(work, 'newClient'), secrets.newClient);
  writeFileSync(join(work, 'root.pem'), certificates.authority);
});

/** The forms in which a secret may stand somewhere. */
function formsOf(secret: string): string[] {
  const base64 = Buffer.from(secret).toString('base64');
  return [secret, encodeURIComponent(secret), base64, JSON.stringify(secret).slice(1, -1)];
}

function placesOf(text: string, all: readonly string[]): string[] {
  return all.filter((secret) => formsOf(secret).some((form) => text.includes(form)));
}

/** Everything below the folders in which commands may write. */
function filesBelow(path: string): string[] {
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((one) => one.isFile())
    .map((one) => join(one.parentPath, one.name));
}

interface Watched {
  readonly text: string;
  readonly shown: readonly ShownProcess[];
  readonly pid: number;
}

/** When a command is asked to end, and the code with which it does. */
interface Ending {
  readonly code: number;
  readonly until: (shown: readonly ShownProcess[]) => boolean;
}

/** Runs a command with `--debug`, and looks at all that it starts. */
async function watched(
  line: string,
  environment: Readonly<Record<string, string>>,
  { code: wanted, until }: Ending = { code: 0, until: () => false },
): Promise<Watched> {
  const child = spawn(process.execPath, [program, ...line.split(' ')], {
    cwd: work,
    env: { PATH: `${bin}:/usr/bin:/bin`, HOME: home, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const pid = child.pid ?? 0;
  using watching = watchProcesses(pid);
  const timer = setTimeout(() => child.kill('SIGKILL'), 60_000);
  const ending = setInterval(() => {
    if (!until(watching.shown())) return;
    // A second one would end it at once.
    clearInterval(ending);
    child.kill('SIGTERM');
  }, 100);
  let text = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  clearTimeout(timer);
  clearInterval(ending);
  expect([code, text]).toEqual([wanted, text]);
  return { text, shown: watching.shown(), pid };
}

function startedBy({ shown, pid }: Watched, name: string): ShownProcess[] {
  return shown.filter((one) => one.pid !== pid && one.arguments.includes(name));
}

/** Expects no secret in what was printed, and in arguments and environment of all that was started; and that this was looked at. */
function expectNoSecret(run: Watched, all: readonly string[], started: readonly string[]): void {
  expect(placesOf(run.text, all)).toEqual([]);
  for (const one of run.shown) expect(placesOf(one.arguments, all)).toEqual([]);
  // What the user put into the environment of the command itself is there, and in a copy of it that starts no program yet.
  const own = run.shown.filter((one) => one.pid === run.pid).map((one) => one.arguments);
  for (const one of run.shown.filter((other) => !own.includes(other.arguments)))
    expect(placesOf(one.environment, all)).toEqual([]);
  for (const name of started) {
    expect(startedBy(run, name)).not.toEqual([]);
    expect(startedBy(run, name).some((one) => one.environment.includes('PATH='))).toBe(true);
  }
}

/** A credential helper that keeps one password, and a session in a file that is its own. */
function writeHelper(url: string, username: string, password: string): string {
  const kept = { ServerURL: url, Username: username, Secret: password };
  writeFileSync(join(work, 'kept'), JSON.stringify(kept));
  return writeProgram(
    'docker-credential-places',
    `case "$1" in
store) exec cat > '${join(work, 'session')}';;
get) case "$(cat)" in
  */oidc-admin-session) test -e '${join(work, 'session')}' && exec cat '${join(work, 'session')}';;
  *) exec cat '${join(work, 'kept')}';;
  esac; echo 'credentials not found in native keychain'; exit 1;;
esac`,
  );
}

const document = `${provider.issuer}/.well-known/openid-configuration`;
const skip = { OIDC_ADMIN_SKIP_DOCTOR: '1' };

test.runIf(process.platform === 'linux')(
  'no secret is in arguments, environment, output or files of what the command starts and leaves',
  async () => {
    const pvwa = await startPvwa();
    const all: Readonly<Record<string, string | undefined>> = pvwa.environment;
    const { PVWA_URL: url = '', PVWA_USERNAME: user = '', PVWA_PASSWORD: password = '' } = all;
    const helper = writeHelper(url, user, password);
    const known = [...Object.values(secrets), password];
    const helped = { ...skip, PVWA_URL: url, OIDC_ADMIN_CREDENTIAL_HELPER: helper };
    const name = 'docker-credential-places';

    const opened = await watched('pvwa logon --keep-session --debug', helped);
    const { Secret: token } = JSON.parse(readFileSync(join(work, 'session'), 'utf8')) as {
      readonly Secret: string;
    };
    expect(token.length).toBeGreaterThan(20);
    const hidden = [...known, token];
    expectNoSecret(opened, hidden, [name]);

    const add = `pvwa add-provider --id corp --discovery-endpoint-url ${document} --client-id vault --client-secret-method Basic --user-name-claim name --debug`;
    const added = await watched(`${add} --client-secret-file client`, helped);
    expectNoSecret(added, hidden, [name]);
    // Proof that environments are looked at: this one was given by the user.
    const modify = 'pvwa modify-provider --id corp --client-id vault2 --debug';
    const given = await watched(modify, { ...helped, PVWA_CLIENT_SECRET: secrets.client });
    expectNoSecret(given, hidden, [name]);
    const own = given.shown.filter((one) => one.pid === given.pid);
    expect(own.some((one) => placesOf(one.environment, [secrets.client]).length > 0)).toBe(true);
    await watched(
      'pvwa modify-provider --id corp --client-id vault --client-secret-file client',
      helped,
    );

    const rotate = 'rotate-secret --provider corp --ca-file root.pem --yes --debug';
    const rotated = await watched(
      `${rotate} --client-secret-file newClient --old-client-secret-file client`,
      helped,
    );
    expectNoSecret(rotated, hidden, [name]);

    const wickr = await startWickr();
    const theirs: Readonly<Record<string, string | undefined>> = wickr.environment;
    const { WICKR_ENDPOINT: endpoint = '', WICKR_NETWORK_ID: network = '' } = theirs;
    const { AWS_ACCESS_KEY_ID: AccessKeyId, AWS_SECRET_ACCESS_KEY: SecretAccessKey = '' } = theirs;
    const keys = JSON.stringify({ Version: 1, AccessKeyId, SecretAccessKey });
    writeFileSync(join(work, 'keys'), keys);
    const save = `wickr register-oidc-config --network-id ${network} --issuer ${provider.issuer} --company-id us-east-1-corp --user-id vault --scopes openid --region us-east-1 --profile places --yes --debug`;
    const saving = { ...skip, WICKR_ENDPOINT: endpoint, WICKR_SECRET: secrets.client };
    const saved = await watched(save, { ...saving, AWS_EC2_METADATA_DISABLED: 'true' });
    const ofBoth = [...hidden, SecretAccessKey];
    expectNoSecret(saved, ofBoth, ['key-process']);

    const sign = `doctor ${provider.issuer} --client-id vault --client-secret-method basic --ca-file root.pem --certificate-file root.pem --sign-in --open`;
    const opening = await watched(
      sign,
      { OIDC_CLIENT_SECRET: secrets.newClient, PVWA_PASSWORD: password },
      { code: 3, until: (shown) => shown.some((one) => one.arguments.includes('xdg-open')) },
    );
    expectNoSecret(opening, ofBoth, ['xdg-open']);

    const left = filesBelow(home);
    expect(left.filter((path) => path.includes('oidc-admin/undo')).length).toBeGreaterThan(2);
    for (const path of left)
      expect([path, placesOf(readFileSync(path, 'utf8'), ofBoth)]).toEqual([path, []]);
  },
);

/** A file for `apply` whose secrets are a variable, a file and what two programs print. */
function writePlan(url: string, user: string, programs: readonly [string, string]): void {
  const [forPassword, forSecret] = programs;
  const [bySecret, byPassword] = [`command:${forSecret}`, `command:${forPassword}`];
  const references = { first: 'env:FIRST_SECRET', second: 'file:client', third: bySecret };
  const providers = Object.entries(references).map(([id, clientSecret]) => ({
    id,
    clientId: 'vault',
    clientSecret,
    clientSecretMethod: 'Basic',
    discoveryEndpointUrl: document,
    userNameClaim: 'name',
  }));
  const settings = { PVWA_URL: url, PVWA_USERNAME: user, PVWA_PASSWORD: byPassword };
  const targets = [{ name: 'vault', api: 'pvwa', settings, resources: { provider: providers } }];
  writeFileSync(join(work, 'sso.yaml'), JSON.stringify({ targets }));
}

test.runIf(process.platform === 'linux')(
  'no secret is in what apply starts, prints and writes down, nor in the contexts',
  async () => {
    const { environment } = await startPvwa();
    const all: Readonly<Record<string, string | undefined>> = environment;
    const { PVWA_URL: base = '', PVWA_USERNAME: user = '', PVWA_PASSWORD: password = '' } = all;
    let writes = 0;
    // What follows the log-on and one write is not answered, so that the run is stopped and its journal stays.
    const url = await startGateway(base, (method, done) => {
      if (method === 'POST' && !done) writes += 1;
      return writes > 2 && !done;
    });
    writeFileSync(join(work, 'password'), password);
    writeFileSync(join(work, 'third'), secrets.newClient);
    const print = (name: string) => writeProgram(`print-${name}`, `exec cat '${join(work, name)}'`);
    writePlan(url, user, [print('password'), print('third')]);
    const hidden = [secrets.client, secrets.newClient, password];
    const given = { ...skip, FIRST_SECRET: secrets.client, PVWA_CLIENT_SECRET: secrets.newClient };

    const context = `context add vault --api pvwa --url ${url} --username ${user} --password-file password`;
    expectNoSecret(await watched(context, given), hidden, []);
    const apply = 'apply sso.yaml --rotate --concurrency 1 --timeout 2 --yes --debug';
    const applied = await watched(apply, given, { code: 8, until: () => writes > 2 });
    expectNoSecret(applied, hidden, ['print-password', 'print-third']);

    const left = filesBelow(home);
    for (const kept of ['contexts.json', '.ndjson', 'oidc-admin/undo'])
      expect(left.filter((path) => path.includes(kept))).not.toEqual([]);
    for (const path of left)
      expect([path, placesOf(readFileSync(path, 'utf8'), hidden)]).toEqual([path, []]);
  },
);
