import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ApiName } from '@oidc-admin/conformance/testing';

/** What a tool made of a server. */
export interface ToolRun {
  /** What it reports, each thing once. */
  readonly failures: readonly string[];
  readonly requests: number;
  readonly milliseconds: number;
}

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

/** No run of a tool takes longer; what it has found until then counts. */
export const longestRunMs = 120_000;

/** Runs Schemathesis, the command that `SCHEMATHESIS` names, at a server. Rejects where the command cannot be run. */
export async function runSchemathesis(
  api: ApiName,
  url: string,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<ToolRun> {
  const folder = import.meta.dirname;
  const directory = await mkdtemp(join(tmpdir(), 'schemathesis-'));
  const report = join(directory, 'report.ndjson');
  const began = performance.now();
  await new Promise((resolve, reject) => {
    const child = spawn(
      process.env['SCHEMATHESIS'] ?? 'schemathesis',
      [
        'run',
        join(folder, '..', '..', '..', '..', 'specs', api, 'openapi.yaml'),
        `--url=${url}`,
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
        timeout: longestRunMs,
        env: {
          ...process.env,
          ...environment,
          TARGET_API: api,
          TARGET_URL: url,
          PYTHONPATH: folder,
          SCHEMATHESIS_HOOKS: 'schemathesis_hooks',
        },
      },
    );
    child.on('error', reject);
    child.on('close', resolve);
  });
  const milliseconds = performance.now() - began;
  const text = await readFile(report, 'utf8');
  await rm(directory, { recursive: true });
  return { ...failuresIn(text), milliseconds };
}
