import { execFile } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { startPvwa, startWickr } from './testing/startMocks.ts';

const root = join(import.meta.dirname, '../../..');
const server = 'https://pvwa.example.net/PasswordVault';

/** The reference is the help itself; the walk to another API is made by a test of its own. */
const leftOut = new Set(['cli.md', 'describe-an-api.md']);

const pages = [
  'README.md',
  'apps/cli/README.md',
  ...readdirSync(join(root, 'docs'))
    .filter((name) => name.endsWith('.md') && !leftOut.has(name))
    .map((name) => `docs/${name}`),
];

/** The commands on a page, each on one line. */
function commandsOn(page: string): string[] {
  const text = readFileSync(join(root, page), 'utf8');
  return [...text.matchAll(/^```sh\n([^]*?)^```/gm)]
    .flatMap(([, block = '']) => block.replaceAll(/ *\\\n */g, ' ').split('\n'))
    .filter((line) => /^(?:pnpm --silent )?oidc-admin /.test(line))
    .map((line) => line.replace(/^pnpm --silent /, ''));
}

/** How commands end that ask identity providers which are nowhere: they say so. All others end with 0. */
const endings: readonly (readonly [RegExp, number, RegExp])[] = [
  // The service of the mock says that it reaches the provider, and this computer does not.
  [/^oidc-admin doctor --network /, 6, /\[documentNotReadHere\]/],
  [/^oidc-admin doctor /, 7, /\[\w+\]/],
  [/^oidc-admin rotate-secret /, 2, /cannot be told: .* Nothing was written/],
];

/** Where commands of a page are run: two servers, a folder with the files that they name, and a provider that they find. */
async function startPlace(page: string) {
  const folder = mkdtempSync(join(tmpdir(), 'page-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const [pvwa, wickr] = [await startPvwa(), await startWickr()];
  const program = join(folder, 'oidc-admin');
  writeFileSync(
    program,
    `#!/bin/sh\nexec '${process.execPath}' '${join(import.meta.dirname, 'main.ts')}' "$@"\n`,
  );
  chmodSync(program, 0o755);
  for (const name of ['secret.txt', 'new.txt', 'old.txt'])
    writeFileSync(join(folder, name), `a secret of ${name}`);
  const body = { discoveryEndpointUrl: 'https://idp.example.net', clientId: 'vault' };
  writeFileSync(join(folder, 'body.yaml'), JSON.stringify(body));
  const env = {
    ...wickr.environment,
    ...pvwa.environment,
    PATH: `${folder}:/usr/bin:/bin`,
    HOME: folder,
  };
  const { PVWA_URL: url } = env;
  const run = (line: string) =>
    new Promise<{ readonly code: unknown; readonly text: string }>((resolve) => {
      const here = line.replaceAll(server, url);
      const child = execFile(
        'bash',
        ['-c', here],
        { cwd: folder, env, timeout: 60_000 },
        (error, out, err) => resolve({ code: error === null ? 0 : error.code, text: out + err }),
      );
      child.stdin?.end();
    });
  if (page === 'docs/pvwa-sign-in.md') return run;
  const add = '--client-id pvwa --client-secret-method Basic --client-secret-file old.txt';
  for (const id of ['staff', 'corp'])
    await run(
      `oidc-admin pvwa add-provider --id ${id} ${add} --discovery-endpoint-url https://idp.example.net`,
    );
  await run(
    'oidc-admin wickr register-oidc-config --network-id 12345678 --issuer https://idp.example.net --company-id us-east-1-corp --scopes openid --no-secret --yes',
  );
  await run(`oidc-admin context add test --api pvwa --url ${server}`);
  // There is something to undo.
  await run(
    'oidc-admin pvwa modify-provider --id staff --client-id other --client-secret-file old.txt',
  );
  return run;
}

test('there are commands on the pages', () => {
  expect(pages.flatMap(commandsOn).length).toBeGreaterThan(20);
});

test.each(pages.filter((page) => commandsOn(page).length > 0))(
  'every command on %s does what the page says',
  { timeout: 240_000 },
  async (page) => {
    const run = await startPlace(page);
    for (const line of commandsOn(page)) {
      const [, code = 0, said = /^/] = endings.find(([begins]) => begins.test(line)) ?? [];
      const ended = await run(line);
      expect({ line, ...ended }).toMatchObject({ line, code });
      expect({ line, ...ended }).toMatchObject({ text: expect.stringMatching(said) as string });
    }
  },
);
