import { createHash } from 'node:crypto';
import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { run } from '@oidc-admin/conformance';
import { type ApiName, apis } from '@oidc-admin/conformance/testing';
import { faultsOf } from '../faultyServer.ts';
import { longestRunMs, runSchemathesis, type ToolRun } from './runSchemathesis.ts';

/*
 * Runs Schemathesis and these checks against the mocks with the same faults, one at a time, and against the right mocks first, whose
 * failures do not count. Of each family of faults one is tried, in an order that is fixed and has nothing to do with them, until
 * the minutes are over. `--records` names a file in which results are kept: the next run goes on from there. `--write` puts the
 * table into docs/faults.md.
 *
 *   pip install schemathesis==4.32.5 botocore==1.44.5
 *   SCHEMATHESIS=…/schemathesis node tests/mutants/src/schemathesis/schemathesis.ts [--minutes 12] [--records FILE] [--write]
 */
const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '12' },
    records: { type: 'string' },
    write: { type: 'boolean', default: false },
  },
});

const tools = ['these checks', 'Schemathesis'] as const;
type Tool = (typeof tools)[number];

/** A session of the mocks ends after so many seconds, so that its end can be waited for. */
const sessionTimeoutSeconds = 2;

async function runChecks(
  api: ApiName,
  url: string,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<ToolRun> {
  const contract = (await apis[api].createMock())().contract;
  const target = {
    url,
    contract,
    access: await apis[api].access(),
    environment,
    embedded: { faults: [] },
  };
  const began = performance.now();
  const failures = new Set<string>();
  let requests = 0;
  // As long as Schemathesis has for a request, and for all of them.
  const options = { level: 'disposable', strict: true, seed: 1, timeoutMs: 2000 } as const;
  const signal = AbortSignal.timeout(longestRunMs);
  for await (const event of run(target, { ...options, signal })) {
    if (event.event !== 'check') continue;
    requests += event.check.exchanges.length;
    for (const { clause } of event.check.mismatches) failures.add(clause);
  }
  return { failures: [...failures], requests, milliseconds: performance.now() - began };
}

const runOf: Readonly<Record<Tool, typeof runChecks>> = {
  'these checks': runChecks,
  Schemathesis: runSchemathesis,
};

/** What a tool makes of a mock with a fault, or of the right one. */
async function runAt(tool: Tool, api: ApiName, fault?: string): Promise<ToolRun> {
  const mock = (await apis[api].createMock())({
    faults: await apis[api].faults(),
    sessionTimeoutSeconds,
  });
  await using running = await mock.start();
  if (fault !== undefined) mock.faults.on(fault);
  const result = await runOf[tool](api, running.url, mock.demo.environment);
  return result;
}

/** One fault of each family, in the order of a hash of its name. */
async function sample(): Promise<readonly { readonly api: ApiName; readonly fault: string }[]> {
  const all = await Promise.all(
    (Object.keys(apis) as ApiName[]).map(async (api) => {
      const { realistic } = await faultsOf(api);
      const families = Map.groupBy(realistic, ({ name }) => name.split(':')[0]);
      return [...families.values()].flatMap(([first]) =>
        first === undefined ? [] : [{ api, fault: first.name }],
      );
    }),
  );
  const hash = ({ api, fault }: { api: string; fault: string }): string =>
    createHash('sha256').update(`${api} ${fault}`).digest('hex');
  return all.flat().toSorted((one, other) => (hash(one) < hash(other) ? -1 : 1));
}

function middle(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

/** What came of one fault and one tool: a line of the records. */
interface Tried {
  readonly api: string;
  readonly fault: string;
  readonly tool: Tool;
  readonly found: boolean;
  readonly requests: number;
  readonly milliseconds: number;
}

/** The section of docs/faults.md. */
function section(tried: readonly Tried[], families: number): string {
  const count = tried.length / tools.length;
  const rows = [...Map.groupBy(tried, ({ api }) => api)].flatMap(([api, both]) =>
    tools.map((tool) => {
      const own = both.filter((one) => one.tool === tool);
      const found = own.filter((one) => one.found).length;
      const requests = middle(own.map((one) => one.requests));
      const seconds = middle(own.map(({ milliseconds }) => milliseconds)) / 1000;
      return `| ${api} | ${tool} | ${found} of ${own.length} | ${requests} | ${seconds.toFixed(1)} |`;
    }),
  );
  return `## Beside Schemathesis

Schemathesis 4.32.5 with all its checks, its own log-on or signature for each request, and \`--continue-on-failure\`; and a whole
run of these checks, strictly, at the level \`disposable\`, its waiting included, against the same mock. There is one fault of each of
${families} families; ${count === families ? 'all' : `the first ${count} in the order of a hash of their names`} were tried. What a tool reports of the right mock as well does not count. Requests and seconds
are those in the middle of all runs; two cores, with other work beside.

| API | tool | faults found | requests | seconds |
| --- | --- | --- | --- | --- |
${rows.join('\n')}

Renewed by \`node tests/mutants/src/schemathesis/schemathesis.ts --write\`.

`;
}

async function writeSection(text: string): Promise<void> {
  const page = new URL('../../../../docs/faults.md', import.meta.url);
  const before = await readFile(page, 'utf8');
  const start = before.indexOf('## Beside Schemathesis');
  const end = before.indexOf('<!-- Written by');
  if (start < 0 || end < start) throw new Error('docs/faults.md has no place for the table');
  await writeFile(page, before.slice(0, start) + text + before.slice(end));
}

async function readRecords(): Promise<Tried[]> {
  if (values.records === undefined) return [];
  const text = await readFile(values.records, 'utf8').catch(() => '');
  return text.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as Tried]));
}

const until = Date.now() + Number(values.minutes) * 60_000;
const faults = await sample();
const tried = await readRecords();
const left = faults.filter(
  ({ api, fault }) => !tried.some((one) => one.api === api && one.fault === fault),
);
const right = new Map<string, readonly string[]>();
for (const api of Object.keys(apis) as ApiName[])
  for (const tool of tools) right.set(`${tool} ${api}`, (await runAt(tool, api)).failures);
for (const { api, fault } of left) {
  if (Date.now() > until) break;
  const both: Tried[] = [];
  for (const tool of tools) {
    const { failures, requests, milliseconds } = await runAt(tool, api, fault);
    const known = right.get(`${tool} ${api}`) ?? [];
    const found = failures.some((failure) => !known.includes(failure));
    both.push({ api, fault, tool, found, requests, milliseconds });
  }
  const lines = both.map((one) => `${JSON.stringify(one)}\n`).join('');
  process.stdout.write(lines);
  if (values.records !== undefined) await appendFile(values.records, lines);
  tried.push(...both);
}
const text = section(tried, faults.length);
process.stdout.write(text);
if (values.write) await writeSection(text);
