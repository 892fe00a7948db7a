import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from 'vitest';
import { runConformance } from './testing/conformanceCommand.ts';
import { oneOfEach, startTarget } from './testing/startTarget.ts';

const limit = 120_000;

describe.concurrent('exit codes', { timeout: limit }, () => {
  test('0 and the level and the share, where the embedded mock conforms', async () => {
    const { code, out, report } = await runConformance(['pvwa']);
    expect(code).toBe(0);
    expect(out).toMatch(
      /level --disposable, strict: \d+ of the \d+ clauses of this level verified, \d+ % of all \d+/,
    );
    expect(out).toMatch(/updateProvider +\d+ +0 +0 +0 +0 +0\n/);
    // A property that a specification gets, that only the server sets and may leave out, is one that the mock leaves out.
    const reasons = [...out.matchAll(/^not run: (.*)$/gm)].map(([, reason]) => reason);
    expect(reasons.filter((reason) => reason !== 'no response showed it')).toEqual([]);
    expect((await report()).verdict).toBe('conformant');
  });

  test('1 and the clause, where it has a fault; the line that is shown finds it again', async () => {
    const fault = 'limit-one-too-high:updateProvider.clientId';
    const clause = 'pvwa.updateProvider.clientId.maxLength';
    const first = await runConformance(['pvwa', '--only', 'updateProvider', '--fault', fault]);
    expect(first.code).toBe(1);
    expect(first.out).toContain(`FAILED ${clause} (MUST, `);
    const line = /reproduce: pnpm conformance (.*)/.exec(first.out)?.[1] ?? '';
    const again = await runConformance(line.split(' '));
    expect(again.code).toBe(1);
    expect(again.out).toContain(`FAILED ${clause} (MUST, `);
    expect((await again.report()).targets[0]?.checks).toHaveLength(1);
    const mended = await runConformance(line.replace(`--fault ${fault} `, '').split(' '));
    expect(mended.code).toBe(0);
  });

  test('5 where nothing listens', async () => {
    const server = createServer();
    const port = await new Promise<number>((resolve) =>
      server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)),
    );
    await new Promise((resolve) => server.close(resolve));
    const credentials = { PVWA_USERNAME: 'u', PVWA_PASSWORD: 'p' };
    const { code, out, report } = await runConformance(
      ['pvwa', '--target', `http://127.0.0.1:${port}`],
      credentials,
    );
    expect(code).toBe(5);
    expect(out).toContain(`http://127.0.0.1:${port}/PasswordVault does not answer`);
    expect(out).toContain('the connection was refused');
    expect((await report()).verdict).toBe('unreachable');
  });

  test('5 where the target takes the connection and never answers', async () => {
    const server = createServer(() => {});
    const port = await new Promise<number>((resolve) =>
      server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)),
    );
    const { code, out } = await runConformance(
      ['pvwa', '--target', `http://127.0.0.1:${port}`, '--timeout', '0.5'],
      { PVWA_USERNAME: 'u', PVWA_PASSWORD: 'p' },
    );
    server.closeAllConnections();
    server.close();
    expect(code).toBe(5);
    expect(out).toContain('does not answer: no response within the time-out of 0.5 s');
  });

  test('6 where the credentials are refused, which are tried once', async () => {
    await using pvwa = await startTarget('pvwa');
    const { code, out } = await runConformance(['pvwa', '--target', pvwa.url], {
      ...pvwa.environment,
      PVWA_PASSWORD: 'wrong-password',
    });
    expect(code).toBe(6);
    expect(out).toContain('not signed in as admin');
    expect(pvwa.mock.requests.filter(({ operation }) => operation === 'logon')).toHaveLength(1);
    expect(out).not.toContain('wrong-password');

    await using wickr = await startTarget('wickr');
    const signed = await runConformance(['wickr', '--target', wickr.url], {
      ...wickr.environment,
      AWS_SECRET_ACCESS_KEY: 'wrong-secret-key',
    });
    expect(signed.code).toBe(6);
    expect(signed.out).toContain('not signed in as default: the target answers 401');
  });

  test('2 where there are no credentials, and they are named', async () => {
    const { code, out } = await runConformance(['pvwa', '--target', 'http://127.0.0.1:1']);
    expect(code).toBe(2);
    expect(out).toContain('set PVWA_USERNAME, PVWA_PASSWORD');
  });

  test('2 where a credential is missing for a clause of the level, unless that is accepted', async () => {
    await using pvwa = await startTarget('pvwa');
    pvwa.mock.state.seed(oneOfEach);
    const { PVWA_AUDITOR_USERNAME: _, ...environment } = pvwa.environment;
    const incomplete = await runConformance(['pvwa', '--target', pvwa.url], environment);
    expect(incomplete.code).toBe(2);
    expect(incomplete.out).toMatch(
      /not run: .*PVWA_AUDITOR_USERNAME is not set\n(?:  pvwa\..*\n)*  pvwa\.listProviders\.permission\n/,
    );
    expect(incomplete.out).toMatch(
      /incomplete: PVWA_AUDITOR_USERNAME is not set: \d+ clauses? not run/,
    );
    const accepted = await runConformance(
      ['pvwa', '--target', pvwa.url, '--accept-incomplete'],
      environment,
    );
    expect(accepted.code).toBe(0);
    expect((await accepted.report()).verdict).toBe('incomplete');
  });

  test('5 and an early end where the target goes silent', async () => {
    const { code, out, report } = await runConformance(['wickr', '--fault', 'dropped-connection']);
    expect(code).toBe(5);
    expect(out).toContain('no longer answers: 5 checks in a row got no response');
    const [target] = (await report()).targets;
    expect(target?.checks.length).toBeLessThan(20);
    expect(target?.clauses.filter(({ status }) => status === 'passed')).toEqual([]);
  });

  test('2 where the run was cut short by its own limit', async () => {
    const { code, out } = await runConformance(['wickr', '--max-requests', '40']);
    expect(code).toBe(2);
    expect(out).toContain('incomplete: the limit of requests was reached before the end');
    expect(out).toContain('not run: the limit of 40 requests was reached');
  });

  test('2 where an argument is wrong', async () => {
    const unknown = await runConformance(['pvwa', '--only', 'nonsense']);
    expect(unknown.code).toBe(2);
    expect(unknown.err).toContain(
      '--only nonsense: no operation, resource, clause or check; nearest: logon, ',
    );
    const nowhere = await runConformance(['pvwa', '--report-dir', '/dev/null/reports']);
    expect(nowhere.code).toBe(2);
    expect(nowhere.err).toContain('--report-dir /dev/null/reports: ');
    const fault = await runConformance(['pvwa', '--fault', 'nonsense']);
    expect(fault.code).toBe(2);
    expect(fault.err).toContain('--fault nonsense: no embedded mock has it');
  });
});
