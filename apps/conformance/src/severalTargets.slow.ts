import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Report } from '@oidc-admin/conformance';
import { describe, expect, test } from 'vitest';
import { newMock } from './apiEntry.ts';
import { runConformance, type Ended } from './testing/conformanceCommand.ts';

const limit = 120_000;
const fault = 'crash-on-existence';
const broken = 'wickr.getOidcInfo.path.networkId.existence';

const configured = {
  resources: {
    oidcConfig: {
      '12345678': {
        '': {
          companyId: 'us-east-1-mine',
          issuer: 'https://login.example.com',
          scopes: 'openid',
          secret: 'original',
        },
      },
    },
  },
};

async function start(api: string) {
  const mock = await newMock(api);
  // What is there can be read without a level.
  if (api === 'wickr') mock.state.seed(configured);
  return { mock, running: await mock.start() };
}

/** What must not depend on how a run was divided. */
function essence({ verdict, seed, targets }: Report) {
  return {
    verdict,
    seed,
    targets: targets.map(({ name, level, verdict: own, coverage, summary, clauses, checks }) => ({
      name,
      level,
      own,
      coverage,
      summary,
      clauses: clauses.map(({ id, status, checks: by }) => ({ id, status, by })),
      checks: checks.map(({ id, status }) => `${id} ${status}`),
    })),
  };
}

test(
  'several targets of one API have results of their own, and the worst decides',
  { timeout: limit },
  async () => {
    const [good, bad] = await Promise.all([start('wickr'), start('wickr')]);
    await using first = good.running;
    await using second = bad.running;
    bad.mock.faults.on(fault);
    const { code, out, report } = await runConformance(
      ['--strict', '--target', `wickr=${first.url}`, '--target', `wickr=${second.url}`],
      good.mock.demo.environment,
    );
    expect(code).toBe(1);
    expect(
      (await report()).targets.map(({ name, url, verdict }) => ({ name, url, verdict })),
    ).toEqual([
      { name: 'wickr-1', url: first.url, verdict: 'conformant' },
      { name: 'wickr-2', url: second.url, verdict: 'violations' },
    ]);
    const found = (await report()).targets[1]?.clauses.find(({ id }) => id === broken);
    expect(found?.status).toBe('failed');
    expect(out).toContain(broken);
  },
);

test('three shards, merged, give the report of one run', { timeout: limit }, async () => {
  const [pvwa, wickr] = await Promise.all([start('pvwa'), start('wickr')]);
  await using first = pvwa.running;
  await using second = wickr.running;
  wickr.mock.faults.on(fault);
  const environment = { ...pvwa.mock.demo.environment, ...wickr.mock.demo.environment };
  const targets = ['--target', `pvwa=${first.url}`, '--target', `wickr=${second.url}`];
  const args = [...targets, '--seed', '5', '--strict'];
  const whole = await runConformance(args, environment);
  expect(whole.code).toBe(1);
  const shards: Ended[] = [];
  for (const index of [1, 2, 3])
    shards.push(await runConformance([...args, '--shard', `${index}/3`], environment));
  expect(shards.map(({ code }) => code)).toContain(1);
  const records = shards.map(({ directory }) => join(directory, 'record.ndjson'));
  const merged = await runConformance(['--merge', ...records]);
  expect(merged.code).toBe(1);
  expect(essence(await merged.report())).toEqual(essence(await whole.report()));
  const two = await runConformance(['--merge', ...records.slice(1)]);
  expect(two.out).toContain('incomplete: shard 1/3 is missing');
});

describe.concurrent('a server that differs', { timeout: limit }, () => {
  const withBaseline = async (entries: string, format = 'yaml') => {
    const directory = await mkdtemp(join(tmpdir(), 'conformance-baseline-'));
    const path = join(directory, `baseline.${format}`);
    await writeFile(path, entries);
    return runConformance(['wickr', '--fault', fault, '--baseline', path, '--only', 'getOidcInfo']);
  };

  test('passes where the baseline expects that', async () => {
    for (const [format, entries] of [
      ['yaml', `- clause: ${broken}\n  reason: answers as for another network\n`],
      ['json', JSON.stringify([{ clause: broken, reason: 'answers as for another network' }])],
    ]) {
      const { code, out } = await withBaseline(entries ?? '', format);
      expect(out).toMatch(/CONFORMANT BUT FOR 1 EXPECTED FAILURE/);
      expect(out).not.toContain('FAILED');
      expect(code).toBe(0);
    }
  });

  test('fails by an entry that is stale', async () => {
    const { code, out } = await withBaseline(
      `- {clause: ${broken}, reason: so it is}\n- {clause: wickr.getOidcInfo.none.security, reason: was so}\n`,
    );
    expect(out).toContain('STALE: the baseline expects wickr.getOidcInfo.none.security to fail');
    expect(code).toBe(1);
  });

  test.for([
    ['- {clause: wickr.no.such, reason: x}', 'there is no clause wickr.no.such'],
    [`- {clause: ${broken}}`, 'needs a reason'],
    [`- {clause: ${broken}, reason: x, until: 2027}`, "'until' means nothing here"],
    ['clause: x', 'not a list'],
    [`- {clause: ${broken}, reason: x}\n- {clause: ${broken}, reason: y}`, 'is there twice'],
  ])('is not excused by %j', async ([entries = '', message = '']) => {
    const { code, err } = await withBaseline(entries);
    expect(err).toContain(message);
    expect(code).toBe(2);
  });

  test('is compared with itself, mended', async () => {
    const bad = await runConformance(['wickr', '--fault', fault, '--only', 'getOidcInfo']);
    const good = await runConformance(['wickr', '--only', 'getOidcInfo']);
    const compare = (...runs: readonly Ended[]) =>
      runConformance(['--compare', ...runs.map(({ directory }) => join(directory, 'report.json'))]);
    const worse = await compare(good, bad);
    expect(worse.code).toBe(1);
    expect(worse.out).toContain(`wickr: ${broken}: passed → failed`);
    const better = await compare(bad, good);
    expect(better.code).toBe(0);
    expect(better.out).toContain(`wickr: ${broken}: failed → passed`);
  });
});

test(
  'a dry run lists requests with the names of the target, and sends it none',
  { timeout: limit },
  async () => {
    const { mock, running } = await start('wickr');
    await using _ = running;
    const { code, out, err } = await runConformance(
      ['wickr', '--target', running.url, '--dry-run'],
      {
        ...mock.demo.environment,
        WICKR_NETWORK_ID: '55555555',
      },
    );
    expect(code).toBe(0);
    expect(mock.requests).toEqual([]);
    expect(out).toContain(`GET ${running.url}/networks/55555555/oidc  as default\n`);
    expect(out).toContain('signed in wrongly: key');
    expect(out).not.toMatch(/POST \S*oidc\/save/);
    expect(err).toMatch(/\d+ requests would be sent; none was/);
  },
);

test('a second run is kept off a target that is being checked', { timeout: limit }, async () => {
  let release: (() => void) | undefined;
  const mock = await newMock('wickr', { onExchange: () => release?.() });
  mock.state.seed(configured);
  await using running = await mock.start();
  let second: Promise<Ended> | undefined;
  release = () => {
    second ??= runConformance(['wickr', '--target', running.url], mock.demo.environment);
  };
  const first = await runConformance(
    ['wickr', '--target', running.url, '--requests-per-second', '10'],
    mock.demo.environment,
  );
  expect(first.code).toBe(0);
  const other = await second;
  expect(other?.code).toBe(2);
  expect(other?.out).toMatch(/is being checked by process \d+ since 2/);
});
