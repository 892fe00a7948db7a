import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import type { CheckReport } from './reports/report.ts';
import { run } from './runner/run.ts';
import type { ApiName } from './testing/checkAll.ts';
import { apis } from './testing/generated/apis.ts';

interface VitestResult {
  readonly title: string;
  readonly status: 'passed' | 'failed' | 'skipped';
  readonly failureMessages: readonly string[];
  readonly meta: { readonly check?: CheckReport };
}

const project = join(import.meta.dirname, 'testing/vitestProject');
const command = join(
  dirname(createRequire(import.meta.url).resolve('vitest/package.json')),
  'vitest.mjs',
);

async function startMock(api: ApiName, fault: string | undefined) {
  const mock = (await apis[api].createMock())({
    faults: await apis[api].faults(),
    sessionTimeoutSeconds: 2,
  });
  if (fault !== undefined) mock.faults.on(fault);
  return { mock, running: await mock.start() };
}

/** What vitest makes of the checks, in a process of its own. */
async function byVitest(
  api: ApiName,
  fault: string | undefined,
  flags: readonly string[] = ['everyCheck.ts'],
): Promise<readonly VitestResult[]> {
  const { mock, running } = await startMock(api, fault);
  await using _ = running;
  const output = join(mkdtempSync(join(tmpdir(), 'conformance-vitest-')), 'results.json');
  const args = ['run', '--root', project, '--config', join(project, 'vitest.config.ts')];
  const { PATH = '', HOME = '' } = process.env;
  await promisify(execFile)(
    process.execPath,
    [command, ...args, ...flags, '--reporter=json', `--outputFile=${output}`],
    { env: { PATH, HOME, API: api, TARGET: running.url, ...mock.demo.environment } },
    // Exit code 1 says that a test failed, which the results say as well.
  ).catch(() => undefined);
  const { testResults } = JSON.parse(readFileSync(output, 'utf8')) as {
    readonly testResults: readonly { readonly assertionResults: readonly VitestResult[] }[];
  };
  // It has put back what it made and signed out.
  expect(mock.state.read().resources?.['provider']?.[''] ?? {}).toEqual({});
  const isSignedOut = api !== 'pvwa' || mock.requests.at(-1)?.operation === 'logoff';
  expect(isSignedOut).toBe(true);
  return testResults.flatMap(({ assertionResults }) => assertionResults);
}

/** What the runner itself makes of them. */
async function byRunner(api: ApiName, fault: string | undefined) {
  const { mock, running } = await startMock(api, fault);
  await using _ = running;
  const { contract, demo } = mock;
  const access = await apis[api].access();
  const target = { url: running.url, contract, access, environment: demo.environment };
  const results: CheckReport[] = [];
  for await (const event of run(target, { level: 'disposable', seed: 1 }))
    if (event.event === 'check' && !event.check.id.endsWith('.preparation'))
      results.push(event.check);
  return results;
}

function endings(checks: readonly CheckReport[]): readonly string[] {
  return checks.map(({ id, status }) => `${id} ${status}`).toSorted();
}

/** The clauses of which a MUST was broken. */
function broken(checks: readonly CheckReport[]): readonly string[] {
  const clauses = checks.flatMap(({ mismatches }) =>
    mismatches.flatMap(({ clause, binding }) => (binding === 'MUST' ? [clause] : [])),
  );
  return [...new Set(clauses)].toSorted();
}

describe.each<[ApiName, string | undefined]>([
  ['pvwa', undefined],
  ['pvwa', 'merge-instead-of-replace:provider'],
  ['wickr', undefined],
  ['wickr', 'issuer-gets-slash'],
])('vitest and the runner at %s with %s', { timeout: 120_000 }, (api, fault) => {
  test('agree on what they find', async () => {
    const [results, plain] = await Promise.all([byVitest(api, fault), byRunner(api, fault)]);
    const checks = results.flatMap(({ meta }) => meta.check ?? []);
    expect(checks.map(({ id }) => id).toSorted()).toEqual(plain.map(({ id }) => id).toSorted());
    // Where something fails, what is repeated changes what the next check meets.
    const compared = fault === undefined ? endings : broken;
    expect(compared(checks)).toEqual(compared(plain));
    const expected = {
      passed: 'passed',
      warned: 'passed',
      failed: 'failed',
      flaky: 'failed',
      notRun: 'skipped',
    };
    for (const { title, status, meta } of results)
      expect({ title, status }).toEqual({
        title,
        status: expected[meta.check?.status ?? 'notRun'],
      });
    const failed = results.filter(({ status }) => status === 'failed');
    expect(failed.length > 0).toBe(fault !== undefined);
    for (const { failureMessages, meta } of failed) {
      const clause = meta.check?.mismatches[0]?.clause ?? '';
      expect(failureMessages.join('\n')).toMatch(
        new RegExp(
          `${clause.replaceAll('.', String.raw`\.`)} \\((MUST|SHOULD), [a-z ]+: [A-Z]+-.+\\): .+`,
        ),
      );
    }
  });
});

test(
  'vitest picks checks by name; files of one target take turns',
  { timeout: 60_000 },
  async () => {
    const id = 'wickr.getOidcInfo.none.security';
    const results = await byVitest('wickr', undefined, ['-t', id]);
    const done = results.filter(({ status }) => status === 'passed').map(({ title }) => title);
    expect(done).toEqual([id, id]);
  },
);

/** What vitest prints about one check and the end of its file, and whether all is well. */
async function printed(
  api: ApiName,
  check: string,
  { options = {}, without = [] }: { options?: object; without?: readonly string[] },
): Promise<{ readonly passed: boolean; readonly text: string }> {
  const { mock, running } = await startMock(api, undefined);
  await using _ = running;
  const given = Object.entries(mock.demo.environment).filter(([name]) => !without.includes(name));
  const { PATH = '', HOME = '' } = process.env;
  const env = { PATH, HOME, API: api, TARGET: running.url, OPTIONS: JSON.stringify(options) };
  const config = join(project, 'vitest.config.ts');
  const args = ['run', '--root', project, '--config', config, 'everyCheck.ts', '-t', check];
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [command, ...args], {
      env: { ...env, ...Object.fromEntries(given) },
    });
    return { passed: true, text: stdout };
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    return { passed: false, text: stdout + stderr };
  }
}

test(
  'an entry of what is expected to fail must fail, once all its checks ran',
  { timeout: 60_000 },
  async () => {
    const clause = 'wickr.getOidcInfo.none.security';
    const options = { expected: [{ clause, reason: 'was broken once' }] };
    const stale = await printed('wickr', clause, { options });
    expect(stale.passed).toBe(false);
    expect(stale.text).toContain(`${clause} is expected to fail, and passes: remove the entry`);
    const other = await printed('wickr', 'wickr.getOidcInfo.key.security', { options });
    expect(other.passed).toBe(true);
  },
);

test(
  'a missing credential fails the file, unless that is accepted',
  { timeout: 60_000 },
  async () => {
    const without = ['PVWA_AUDITOR_USERNAME', 'PVWA_AUDITOR_PASSWORD'];
    const check = 'pvwa.listProviders.permission';
    const missing = await printed('pvwa', check, { without });
    expect(missing.passed).toBe(false);
    expect(missing.text).toMatch(
      /PVWA_AUDITOR_USERNAME is not set: \d+ checks? not run; set it, or say acceptIncomplete: true/,
    );
    const accepted = await printed('pvwa', check, { without, options: { acceptIncomplete: true } });
    expect(accepted.passed).toBe(true);
    const whole = await printed('pvwa', check, {});
    expect(whole.passed).toBe(true);
  },
);
