import { spawn } from 'node:child_process';
import { appendFile, mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ApiName, apis } from '@oidc-admin/conformance/testing';
import { faultsOf } from '../faultyServer.ts';

/** What Schemathesis made of one fault. */
interface SchemathesisFinding {
  readonly fault: string;
  readonly api: ApiName;
  /** Failures that it does not report of the correct mock. */
  readonly failures: readonly string[];
  readonly requests: number;
  readonly milliseconds: number;
}

/**
 * Runs Schemathesis against the mocks with one fault of each family, and against the correct mocks first, whose failures
 * do not count. `SCHEMATHESIS` is the command; pip install schemathesis==4.32.5 botocore makes it.
 *
 *   node src/schemathesis/schemathesis.ts RECORDS [EVERY]
 */
const [records = '', every = '1'] = process.argv.slice(2);
if (records === '') throw new Error('name a file for the records');

const folder = import.meta.dirname;

interface Recorded {
  readonly ScenarioFinished?: {
    readonly recorder: {
      readonly label: string;
      readonly cases: Readonly<
        Record<
          string,
          {
            readonly value: {
              readonly meta?: {
                readonly phase?: { readonly data?: { readonly description?: string } };
              };
            };
          }
        >
      >;
      readonly checks?: Readonly<
        Record<string, readonly { readonly name: string; readonly status: string }[]>
      >;
    };
  };
}

/** Every failure of a report: operation, check, and what the request was about. */
function failuresIn(text: string): { failures: string[]; requests: number } {
  const failures = new Set<string>();
  const sent = new Set<string>();
  for (const line of text.split('\n').filter((one) => one !== '')) {
    const { ScenarioFinished: scenario } = JSON.parse(line) as Recorded;
    if (scenario === undefined) continue;
    const { label, cases, checks } = scenario.recorder;
    for (const [id, list] of Object.entries(checks ?? {})) {
      sent.add(id);
      for (const { name, status } of list)
        if (status === 'failure')
          failures.add(
            `${label} ${name} ${cases[id]?.value.meta?.phase?.data?.description ?? ''}`.trim(),
          );
    }
  }
  return { failures: [...failures], requests: sent.size };
}

async function runSchemathesis(api: ApiName, fault: string | undefined) {
  const mock = (await apis[api].createMock())({ faults: await apis[api].faults() });
  await using running = await mock.start();
  if (fault !== undefined) mock.faults.on(fault);
  const directory = await mkdtemp(join(tmpdir(), 'schemathesis-'));
  const report = join(directory, 'report.ndjson');
  const began = performance.now();
  await new Promise((resolve) => {
    const child = spawn(
      process.env['SCHEMATHESIS'] ?? 'schemathesis',
      [
        'run',
        join(folder, '..', '..', '..', 'specs', api, 'openapi.yaml'),
        `--url=${running.url}`,
        '--continue-on-failure',
        '--seed=1',
        '--max-examples=10',
        '--request-timeout=2',
        '--report=ndjson',
        `--report-ndjson-path=${report}`,
      ],
      {
        cwd: directory,
        stdio: 'ignore',
        timeout: 120_000,
        env: {
          ...process.env,
          ...mock.demo.environment,
          TARGET_API: api,
          TARGET_URL: running.url,
          PYTHONPATH: folder,
          SCHEMATHESIS_HOOKS: 'schemathesis_hooks',
        },
      },
    );
    child.on('close', resolve);
  });
  const milliseconds = Math.round(performance.now() - began);
  return { ...failuresIn(await readFile(report, 'utf8').catch(() => '')), milliseconds };
}

const written = await readFile(records, 'utf8').catch(() => '');
const known = new Set(
  written
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as SchemathesisFinding)
    .map(({ api, fault }) => `${api} ${fault}`),
);
for (const api of Object.keys(apis) as ApiName[]) {
  const correct = await runSchemathesis(api, undefined);
  const all = (await faultsOf(api)).realistic;
  const families = new Map(all.toReversed().map(({ name }) => [name.split(':')[0], name]));
  const sample = [...families.values()]
    .toSorted()
    .filter((_, index) => index % Number(every) === 0);
  for (const fault of sample.filter((name) => !known.has(`${api} ${name}`))) {
    const { failures, requests, milliseconds } = await runSchemathesis(api, fault);
    const finding: SchemathesisFinding = {
      fault,
      api,
      failures: failures.filter((failure) => !correct.failures.includes(failure)),
      requests,
      milliseconds,
    };
    await appendFile(records, `${JSON.stringify(finding)}\n`);
  }
}
process.exit();
