import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { isDeepStrictEqual, parseArgs } from 'node:util';
import { createPvwaMock } from '@oidc-admin/pvwa-mock';
import { createWickrMock } from '@oidc-admin/wickr-mock';

/*
 * Stops runs that write at moments made up from a seed: by signals, by SIGKILL, by outputs that are closed. Afterwards all is as
 * before, or the run has named what is not; after SIGKILL, the next run with --clean-up has put it back. Exits with 1 where not.
 */
const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '60' },
    seed: { type: 'string', default: '1' },
  },
});

const program = join(import.meta.dirname, '../../../apps/conformance/src/main.ts');
const ways = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGKILL', 'closed outputs'] as const;
type Way = (typeof ways)[number];
/** So many requests a whole run sends, about: it is stopped somewhere among them. */
const requests = { pvwa: 500, wickr: 250 };

const provider = {
  id: 'keep',
  authenticationFlow: 'Code',
  discoveryEndpointUrl: 'https://login.example.com/.well-known/openid-configuration',
  clientId: 'mine',
  clientSecretMethod: 'Basic',
  userNameClaim: 'sub',
};
const configuration = {
  companyId: 'us-east-1-mine',
  issuer: 'https://login.example.com',
  scopes: 'openid',
  secret: 'original',
};
const before = {
  pvwa: { resources: { provider: { '': { keep: provider } } } },
  wickr: { resources: { oidcConfig: { '12345678': { '': configuration } } } },
};

/** Numbers from 0 to 1 that a seed makes. */
function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

interface Stopped {
  readonly code: number | null;
  readonly err: string;
}

async function runTo(
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
  stop?: (kill: (way: Way) => void) => void,
): Promise<Stopped> {
  const child = spawn(process.execPath, [program, ...args], {
    env: { PATH: process.env['PATH'] ?? '', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let err = '';
  child.stdout.resume();
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
  stop?.((way) => {
    if (way === 'closed outputs') {
      child.stdout.destroy();
      child.stderr.destroy();
    } else child.kill(way);
  });
  const timer = setTimeout(() => child.kill('SIGKILL'), 120_000);
  const [code] = (await once(child, 'exit')) as [number | null];
  clearTimeout(timer);
  return { code, err };
}

/** What of a state was there before, and anything that runs make. */
function kept(api: 'pvwa' | 'wickr', resources: unknown): unknown {
  if (api === 'pvwa')
    return Object.keys((resources as typeof before.pvwa.resources | undefined)?.provider[''] ?? {});
  const found = (resources as typeof before.wickr.resources | undefined)?.oidcConfig['12345678'];
  const { companyId, issuer, scopes, secret } = found?.[''] ?? {};
  return { companyId, issuer, scopes, secret };
}

let stopped = 0;

/** Stops one run; answers what is wrong afterwards. */
async function stopOne(api: 'pvwa' | 'wickr', way: Way, after: number): Promise<string[]> {
  let answered = 0;
  let reached: (() => void) | undefined;
  const onExchange = (): void => {
    answered += 1;
    if (answered === after) reached?.();
  };
  const mock = api === 'pvwa' ? createPvwaMock({ onExchange }) : createWickrMock({ onExchange });
  mock.state.seed(before[api]);
  const running = await mock.start();
  const directory = mkdtempSync(join(tmpdir(), 'stopped-'));
  const environment = {
    ...mock.demo.environment,
    HOME: directory,
    TMPDIR: directory,
    XDG_STATE_HOME: directory,
    WICKR_ORIGINAL_SECRET: 'original',
  };
  const words = [api, '--target', running.url, '--report-dir', join(directory, 'report')];
  const isAsBefore = (): boolean =>
    isDeepStrictEqual(kept(api, mock.state.read().resources), kept(api, before[api].resources));
  try {
    const { code, err } = await runTo([...words, '--allow-writes'], environment, (kill) => {
      reached = () => {
        stopped += 1;
        kill(way);
      };
    });
    // What was on its way when the process was killed.
    await delay(100);
    const isNamed = err.includes('NOT PUT BACK');
    const wrong = [
      ...(way === 'SIGKILL' || isAsBefore() || isNamed ? [] : ['not put back, and not named']),
      ...(way === 'SIGKILL' || code === 2 || code === 0
        ? []
        : [`exit ${code}: ${err.slice(-400)}`]),
    ];
    if (way === 'SIGKILL') {
      const only = api === 'pvwa' ? 'listProviders' : 'getOidcInfo';
      const next = await runTo([...words, '--clean-up', '--only', only], environment);
      if (!isAsBefore()) wrong.push(`not put back by the next run: ${next.err.slice(-600)}`);
    }
    return wrong.map((line) => `${api}, ${way} at request ${after}: ${line}`);
  } finally {
    await running.stop();
    rmSync(directory, { recursive: true, force: true });
  }
}

const random = createRandom(Number(values.seed));
const wanted = Array.from({ length: Number(values.runs) }, (_, index) => {
  const api = random() < 0.5 ? 'pvwa' : 'wickr';
  const way = ways[index % ways.length] ?? 'SIGKILL';
  return { api, way, after: 1 + Math.floor(random() * requests[api]) } as const;
});
const wrong: string[] = [];
async function work(): Promise<void> {
  for (let next = wanted.shift(); next !== undefined; next = wanted.shift())
    wrong.push(...(await stopOne(next.api, next.way, next.after)));
}
await Promise.all([work(), work(), work()]);
console.log(
  `${stopped} of ${values.runs} runs with seed ${values.seed} were stopped: ${wrong.length} wrong`,
);
// A run that ends before its request shows nothing.
if (!(stopped * 2 >= Number(values.runs) && stopped > 0))
  wrong.push('fewer than half of the runs were stopped');
for (const line of wrong) console.log(line);
process.exitCode = wrong.length === 0 ? 0 : 1;
