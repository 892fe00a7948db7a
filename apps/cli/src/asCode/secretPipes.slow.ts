import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { commandRunner } from '../testing/commandRunner.ts';
import { oneTarget, planFolder } from '../testing/planFile.ts';
import { startPvwa } from '../testing/startMocks.ts';

const run = promisify(execFile);
const program = join(import.meta.dirname, '../main.ts');

/** A vault whose password is not in the environment, and the password. */
async function startWithoutPassword() {
  const { environment } = await startPvwa();
  const { PVWA_PASSWORD: password = '', ...rest } = environment as Readonly<Record<string, string>>;
  return { password, environment: { ...rest, PATH: process.env['PATH'] ?? '' } };
}

/** A target like another one, on the same server, that holds something else. */
function twoTargets() {
  const provider = { discoveryEndpointUrl: 'https://idp.example', clientSecretMethod: 'Basic' };
  const one = (id: string) =>
    oneTarget('pvwa', { provider: [{ ...provider, id, clientId: id }] }).targets;
  return {
    targets: [...one('first'), ...one('second').map((target) => ({ ...target, name: 'two' }))],
  };
}

test('a password in a pipe is read once, however often a command needs it', async () => {
  const { password, environment } = await startWithoutPassword();
  const file = planFolder().write(twoTargets());
  const bash = (words: string) =>
    run(
      'bash',
      [
        '-c',
        `PVWA_PASSWORD_FILE=<(printf %s "$ANY") "$0" "$1" ${words}`,
        process.execPath,
        program,
      ],
      { env: { ...environment, ANY: password }, timeout: 20_000 },
    );
  expect((await bash('export')).stdout).toContain('api: pvwa');
  expect((await bash(`apply ${file} --yes`)).stdout).toContain('written');
});

test('a password on standard input is read once, however often a command needs it', async () => {
  const { password: input, environment } = await startWithoutPassword();
  const own = commandRunner({ ...environment, PVWA_PASSWORD_FILE: '-' });
  expect(await own.run('export', { input })).toMatchObject({ code: 0 });
  const file = planFolder().write(twoTargets());
  expect(await own.run(`apply ${file} --yes`, { input })).toMatchObject({ code: 0 });
});

test('a command or a helper that does not end keeps nobody who stops', async () => {
  const { environment } = await startWithoutPassword();
  const { folder, write } = planFolder();
  const helper = join(folder, 'docker-credential-hanging');
  // What the shell starts holds the output open after the shell has ended.
  const line = `while [ -e ${helper} ]; do sleep 0.1; done | cat`;
  writeFileSync(helper, `#!/bin/sh\n${line}\n`, { mode: 0o755 });
  const [target] = oneTarget('pvwa', { provider: [{ id: 'a', clientId: 'c' }] }).targets;
  const settings = { PVWA_PASSWORD: `command:${line}` };
  const file = write({ targets: [{ ...target, settings }] });
  const own = commandRunner(environment);
  const stopped = { signal: AbortSignal.timeout(1000) };
  expect(await own.run(`apply ${file} --yes`, stopped)).toMatchObject({ code: 5 });
  const byHelper = {
    environment: { OIDC_ADMIN_CREDENTIAL_HELPER: helper },
    signal: AbortSignal.timeout(1000),
  };
  expect(await own.run('pvwa list-providers', byHelper)).toMatchObject({ code: 5 });
});
