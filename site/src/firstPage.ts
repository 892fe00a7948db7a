import { execFile, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** A mock of an API that listens, as the command starts it: what it prints to be pasted is in `environment`. */
interface RunningMock extends Disposable {
  readonly environment: Readonly<Record<string, string>>;
}

/** The last line that the mock prints to be pasted. */
const last = 'PVWA_AUDITOR_PASSWORD';

const longestStartMs = 60_000;

async function startMock(root: string, api: string): Promise<RunningMock> {
  const main = join(root, 'apps/mock/src/main.ts');
  const child = spawn(process.execPath, [main, api, '--port', '0', '--quiet'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  // What does not start is ended, and then prints nothing more.
  const limit = setTimeout(() => child.kill(), longestStartMs);
  const variables: [string, string][] = [];
  for await (const line of createInterface(child.stdout)) {
    const [, name, value] = /^\s*export (\w+)='(.*)'$/.exec(line) ?? [];
    if (name !== undefined && value !== undefined) variables.push([name, value]);
    if (name === last) break;
  }
  clearTimeout(limit);
  if (!variables.some(([name]) => name === last)) {
    child.kill();
    throw new Error(`the mock did not start within ${longestStartMs / 1000} s`);
  }
  return {
    environment: Object.fromEntries(variables),
    [Symbol.dispose]: () => {
      child.kill();
    },
  };
}

const plan = `targets:
  - name: vault
    api: pvwa
    resources:
      provider:
        - id: staff
          clientId: vault-2026
          description: Sign-in for all staff
          clientSecret: file:secret.txt
`;

const provider =
  '--id staff --client-id vault --client-secret-method Basic --user-name-claim sub --skip-doctor ' +
  '--client-secret-file secret.txt --discovery-endpoint-url https://idp.example/.well-known/openid-configuration';

/** Runs a program of the repository, and gives what it printed. Throws where it ends in another way than is expected. */
function run(
  main: string,
  words: readonly string[],
  { cwd, env, code }: { cwd: string; env: NodeJS.ProcessEnv; code: number },
): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(
      process.execPath,
      [main, ...words],
      { cwd, env, timeout: 60_000 },
      (error, out, err) => {
        const ended = error === null ? 0 : error.code;
        if (ended === code) resolve(out);
        else reject(new Error(`${words.join(' ')} ended with ${ended}: ${err}`));
      },
    );
  });
}

const fault = 'limit-one-too-high:updateProvider.clientSecret';
const checking = ['pvwa', '--only', 'pvwa.updateProvider.clientSecret.*', '--fault', fault];

/** What a run found first, and its verdict: the lines that people look at. */
function foundIn(report: string): string {
  const [, found, verdict] =
    /^(FAILED [^]*?)\n {2}reproduce:[^]*\n([A-Z]+: .*)\n/m.exec(report) ?? [];
  if (found === undefined || verdict === undefined)
    throw new Error(`the run found nothing: ${report}`);
  // Where the embedded mock listened, and the name that the check made up, say nothing.
  const requests = /^ {2}step .*\n/m;
  return `${found.replace(requests, '')}\n…\n${verdict}`;
}

function page(planned: string, found: string): string {
  return `# oidc-admin

Typed clients, mocks that remember, a command line and conformance checks, made from OpenAPI documents. [Start](./start.md) · [Clients](./packages/client.md) · [Mock](./apps/mock.md) · [Why sign-in fails](./doctor.md)

See what a change would do, before it is made:

\`\`\`console
$ oidc-admin plan sso.yaml
${planned.trimEnd()}
\`\`\`

Find what a server does wrong, in the words of its specification:

\`\`\`console
$ oidc-admin-conformance ${checking.map((word) => (word.includes('*') ? `'${word}'` : word)).join(' ')}
${found.trimEnd()}
\`\`\`

Both were printed by the commands when this site was built.
`;
}

/** Writes the first page: what the commands print, run now, against a mock that was just started. */
export async function writeFirstPage(root: string, target: string): Promise<void> {
  const cwd = mkdtempSync(join(tmpdir(), 'first-page-'));
  try {
    using mock = await startMock(root, 'pvwa');
    const { PATH } = process.env;
    const env = { PATH, HOME: cwd, NO_PROXY: '127.0.0.1', ...mock.environment };
    writeFileSync(join(cwd, 'secret.txt'), 'kept-in-a-file');
    writeFileSync(join(cwd, 'sso.yaml'), plan);
    const cli = join(root, 'apps/cli/src/main.ts');
    await run(cli, ['pvwa', 'add-provider', ...provider.split(' ')], { cwd, env, code: 0 });
    const planned = await run(cli, ['plan', 'sso.yaml'], { cwd, env, code: 2 });
    const conformance = join(root, 'apps/conformance/src/main.ts');
    const words = [...checking, '--report-dir', 'reports'];
    const checked = await run(conformance, words, { cwd, env: { PATH, HOME: cwd }, code: 1 });
    // Where the mock listened.
    const address = mock.environment['PVWA_URL'] ?? '';
    const shown = planned.replaceAll(address, 'https://pvwa.example.net/PasswordVault');
    writeFileSync(join(target, 'index.md'), page(shown, foundIn(checked)));
  } finally {
    rmSync(cwd, { recursive: true });
  }
}
