import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeCertificates } from '@oidc-admin/doctor/testing/start-provider';
import { expect, onTestFinished, test } from 'vitest';
import { kebabCase } from './cliApi.ts';
import { apis } from './generated/apis.ts';
import { type CommandResult, inProcess } from './testing/inProcess.ts';
import { sharedCommands } from './testing/sharedCommands.ts';
import { startPvwa, startWickr } from './testing/startMocks.ts';

/** Every command whose help stands in the reference. */
const commands = [
  ...sharedCommands,
  ...Object.entries(apis).flatMap(([api, { operations }]) =>
    Object.keys(operations).map((id) => `${api} ${kebabCase(id)}`),
  ),
];

/** The examples of a command, each on one line. */
async function examplesOf(command: string): Promise<string[]> {
  const { stdout } = await inProcess([...command.split(' '), '--help']);
  return [...stdout.matchAll(/^Examples?(?:, from one server to another)?:\n((?: .*\n)+)/gm)]
    .flatMap(([, text = '']) =>
      text
        .replaceAll(/ *\\\n */g, ' ')
        .trim()
        .split('\n'),
    )
    .map((line) => line.trim());
}

const add = '--discovery-endpoint-url https://idp.example.net --client-id c';
const provider = `pvwa add-provider --id staff ${add} --client-secret-method Basic --client-secret-file old.txt`;
const change = 'pvwa modify-provider --id staff --client-id d --client-secret-file old.txt';
const configuration =
  'wickr register-oidc-config --network-id 12345678 --issuer https://idp.example.net --company-id us-east-1-corp --scopes openid --no-secret';
const method = 'pvwa add-authentication-method --id staff';
const contexts = ['old', 'new', 'prod'].map((name) => `context add ${name} --api`);

/** What is done before the examples of a command; all that there is to read where none is named. */
const before: Readonly<Record<string, readonly string[]>> = {
  'context use': ['context add prod --api pvwa'],
  'context remove': ['context add prod --api pvwa'],
  export: [provider, configuration, 'context add prod --api pvwa'],
  undo: [provider, change, change.replace('client-id d', 'client-id e')],
  'pvwa add-provider': contexts.map((line) => `${line} pvwa`),
  'pvwa add-authentication-method': contexts.map((line) => `${line} pvwa`),
  'wickr register-oidc-config': contexts.map((line) => `${line} wickr`),
};

/** How commands end otherwise than with 0, and what they say then: the identity providers are nowhere, and the files differ. */
const endings: readonly (readonly [RegExp, number, RegExp])[] = [
  [/^oidc-admin doctor --network /, 6, /\[documentNotReadHere\]/],
  [/^oidc-admin doctor /, 7, /\[document\w+\]|"code": "document\w+"/],
  [/^oidc-admin rotate-secret /, 2, /could not be reached.* Nothing was written/],
  [/^oidc-admin plan /, 2, /to (?:create|change)|"create": 1/],
  [/^oidc-admin apply .*--dry-run/, 1, /Nothing was written/],
];

/** A file that says how a provider shall be. */
function plan(id: string, secret: string): string {
  return `targets:
  - name: vault
    api: pvwa
    resources:
      provider:
        - id: ${id}
          discoveryEndpointUrl: https://idp.example.net
          clientId: wanted
          clientSecretMethod: Basic
          clientSecret: file:${secret}
`;
}

/** Two servers of each API, a folder with the files that examples name, and how lines are run there. */
async function startPlace() {
  const folder = mkdtempSync(join(tmpdir(), 'examples-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const at = (name: string) => join(folder, name);
  const [old, wickr] = [await startPvwa(), await startWickr()];
  const other = { ...(await startPvwa()).environment, ...(await startWickr()).environment };
  const settings = { ...old.environment, ...wickr.environment, XDG_STATE_HOME: folder };
  const urls: Readonly<Record<string, string>> = {
    'old pvwa': settings.PVWA_URL,
    'prod pvwa': settings.PVWA_URL,
    'new pvwa': other.PVWA_URL,
    'old wickr': settings.WICKR_ENDPOINT,
    'prod wickr': settings.WICKR_ENDPOINT,
    'new wickr': other.WICKR_ENDPOINT,
  };
  const { PVWA_PASSWORD: password } = old.mock.demo.environment;
  for (const name of ['secret.txt', 'new.txt']) writeFileSync(at(name), password ?? '');
  writeFileSync(at('old.txt'), 'a secret of now');
  writeFileSync(at('body.yaml'), `discoveryEndpointUrl: https://idp.example.net\nclientId: c\n`);
  writeFileSync(at('root.pem'), (await makeCertificates()).authority);
  writeFileSync(at('sso.yaml'), plan('staff', at('secret.txt')));
  mkdirSync(at('sso'));
  writeFileSync(join(at('sso'), 'corp.yaml'), plan('corp', at('secret.txt')));
  const run = async (line: string): Promise<CommandResult> => {
    const stopped = new AbortController();
    const [own = '', file] = line
      .replace(/^source <\((.*)\)$/, '$1')
      .replace('--provider ID', '--provider staff')
      .replace('--network ID', '--network 12345678')
      .replace('--username staff', '--username admin')
      .replaceAll(/(?<= )(?:[\w.]+\.(?:json|txt|yaml|pem)|sso)(?= |$)/g, at)
      .split(' > ');
    const words = (own.match(/"[^"]*"|\S+/g) ?? []).map((word) => word.replaceAll('"', ''));
    // The environment would go before a context.
    const isNamed = words.includes('--context');
    const environment = {
      ...settings,
      XDG_CONFIG_HOME: folder,
      ...(isNamed ? { PVWA_URL: '', WICKR_ENDPOINT: '' } : {}),
    };
    const found = await inProcess(words.slice(1), {
      environment,
      typed: true,
      input: 'y\ny\n',
      signal: stopped.signal,
      // It looks for ever.
      ...(words.includes('--watch-drift') && { onStdout: () => stopped.abort() }),
    });
    if (file !== undefined) writeFileSync(file, found.stdout);
    return found;
  };
  const prepare = async (line: string): Promise<void> => {
    const [, name, api] = /^context add (\w+) --api (\w+)$/.exec(line) ?? [];
    const own = name === undefined ? line : `${line} --url ${urls[`${name} ${api}`]}`;
    expect({ own, ...(await run(`oidc-admin ${own}`)) }).toMatchObject({ own, code: 0 });
  };
  return { run, prepare, settings };
}

test.each(commands)('every example in the help of %s does what it is for', async (command) => {
  const { run, prepare, settings } = await startPlace();
  for (const line of before[command] ?? [provider, method, configuration]) await prepare(line);
  if (command === 'apply') await run('oidc-admin plan sso --output json > plan.json');
  if (command === 'pvwa logoff') {
    const { stdout } = await run('oidc-admin pvwa logon --show-secrets');
    Object.assign(settings, { PVWA_TOKEN: JSON.parse(stdout) as string });
  }
  const examples = await examplesOf(command);
  expect(examples).not.toEqual([]);
  for (const line of examples) {
    const [, code = 0, said = /^/] = endings.find(([begins]) => begins.test(line)) ?? [];
    const ended = await run(line);
    expect({ line, ...ended }).toMatchObject({ line, code });
    expect({ line, text: ended.stdout + ended.stderr }).toMatchObject({
      text: expect.stringMatching(said) as string,
    });
  }
});
