import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { run } from '@oidc-admin/conformance';
import { apis, demonstration, type ApiName } from '@oidc-admin/conformance/testing';
import {
  buildPlainServers,
  chosenLanguages,
  plainFaults,
  startPlainServer,
  type Language,
} from './startPlainServer.ts';

/*
 * How many realistic faults a run finds that somebody else made up: each plain server has some, written from the facts
 * alone. The right server comes first; a fault counts as found where a clause fails, or is flaky, that the right one keeps.
 * Ends with 1 where the right server is accused, not where a fault is missed: the count is the answer.
 * `--language` (Ruby where it is named), `--api`, `--fault ID`: only that; `--clauses`: names the clauses of each fault that was found; `--every`: ends
 * with 1 also where a fault is missed that does not say why none can see it, or found though it says so.
 */
const { values } = parseArgs({
  options: {
    language: { type: 'string' },
    api: { type: 'string' },
    fault: { type: 'string' },
    clauses: { type: 'boolean' },
    every: { type: 'boolean' },
  },
});

/** How long a session of the servers lasts: short enough that a run waits for its end. */
const sessionSeconds = '2';
const together = 2;

const built = await mkdtemp(join(tmpdir(), 'plain-servers-'));

interface Checked {
  /** Clauses that failed or are flaky, and reasons for which the run ended early. */
  readonly broken: readonly string[];
  readonly seconds: number;
}

/** Runs everything strictly against one server. */
async function broken(
  language: Language,
  api: ApiName,
  flags: readonly string[],
): Promise<Checked> {
  const own = api === 'pvwa' ? ['--session-seconds', sessionSeconds] : [];
  await using server = await startPlainServer({
    language,
    api,
    built,
    flags: [...own, ...flags],
  });
  const { contract, environment } = await demonstration(api);
  const target = {
    url: server.origin,
    contract,
    access: await apis[api].access(),
    environment: { ...environment, PVWA_SESSION_TIMEOUT_SECONDS: sessionSeconds },
  };
  const start = performance.now();
  const found = new Set<string>();
  const events = run(target, {
    level: 'disposable',
    strict: true,
    seed: 1,
    noOriginalSecret: true,
  });
  for await (const event of events) {
    if (event.event === 'refused' || event.event === 'incomplete')
      found.add(`${event.reason.code}: ${event.reason.text}`);
    if (event.event !== 'check') continue;
    const { status, mismatches } = event.check;
    if (status !== 'failed' && status !== 'flaky') continue;
    for (const { clause, binding } of mismatches) if (binding === 'MUST') found.add(clause);
  }
  return { broken: [...found], seconds: (performance.now() - start) / 1000 };
}

async function findFaults(language: Language, api: ApiName): Promise<void> {
  const right = await broken(language, api, []);
  for (const clause of right.broken)
    console.log(`${language} ${api}: the right server is accused: ${clause}`);
  if (right.broken.length > 0) process.exitCode = 1;
  const faults = (await plainFaults(language, api, built)).filter(
    ({ id }) => id === (values.fault ?? id),
  );
  const left = [...faults];
  const missed: string[] = [];
  const next = async (): Promise<void> => {
    for (let fault = left.shift(); fault !== undefined; fault = left.shift()) {
      const { broken: clauses } = await broken(language, api, ['--fault', fault.id]);
      const news = clauses.filter((clause) => !right.broken.includes(clause));
      const { clause: own = '', unseen = '' } = fault;
      const isFound = news.some((clause) => clause.includes(own));
      if (values.every === true && isFound === (unseen !== '')) process.exitCode = 1;
      if (!isFound) missed.push(`${fault.id}: ${fault.what} ${unseen}`);
      else if (values.clauses === true) console.log(`  ${fault.id}: ${news.join(', ')}`);
    }
  };
  await Promise.all(Array.from({ length: together }, next));
  for (const line of missed) console.log(`  missed ${line}`);
  const found = faults.length - missed.length;
  console.log(
    `${language} ${api}: ${found} of ${faults.length} faults found; ${right.seconds.toFixed(1)} s a run`,
  );
}

const known = Object.keys(apis);
if (values.api !== undefined && !known.includes(values.api))
  throw new Error(`'${values.api}' is unknown; known are ${known.join(', ')}`);
for (const language of chosenLanguages(values.language)) {
  if (language === 'go') await buildPlainServers(built);
  for (const api of (Object.keys(apis) as ApiName[]).filter((one) => one === (values.api ?? one)))
    await findFaults(language, api);
}
await rm(built, { recursive: true });
