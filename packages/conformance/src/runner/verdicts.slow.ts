import { readFileSync } from 'node:fs';
import type { Contract } from '@oidc-admin/contract';
import { describe, expect, test } from 'vitest';
import { exitCodeOf, exitCodes } from '../reports/exitCode.ts';
import type { Report } from '../reports/report.ts';
import { reportOf } from '../reports/reportOf.ts';
import { startProxy, type Changed, type Passing } from '../testing/faultyProxy.ts';
import { apis } from '../testing/generated/apis.ts';
import { run } from './run.ts';
import type { RunEvent } from './runEvent.ts';
import type { RunAccess, RunOptions } from './runTarget.ts';

interface Behaviour {
  readonly change?: (passing: Passing) => Partial<Changed> | undefined;
  readonly access?: (access: RunAccess) => RunAccess;
  readonly environment?: Readonly<Record<string, string>>;
  /** Ends the server after so many responses. */
  readonly diesAfter?: number;
  readonly options?: RunOptions;
}

/** Numbers from 0 to 1, the same for the same seed. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

async function checkedAt({
  change = () => undefined,
  access = (given) => given,
  environment = {},
  diesAfter = Number.POSITIVE_INFINITY,
  options = {},
}: Behaviour): Promise<Report> {
  const mock = (await apis.wickr.createMock())();
  const { contract }: { readonly contract: Contract } = mock;
  await using running = await mock.start();
  let answered = 0;
  await using proxy = await startProxy(running.url, (passing) => {
    answered += 1;
    if (answered > diesAfter) throw new Error('the server is gone');
    return change(passing);
  });
  const target = {
    url: `${proxy.url}${contract.basePath}`,
    contract,
    access: access(await apis.wickr.access()),
    environment: { ...mock.demo.environment, ...environment },
  };
  const events: RunEvent[] = [];
  const wanted = { level: 'disposable', quick: true, timeoutMs: 2000, ...options } as const;
  for await (const event of run(target, wanted)) events.push(event);
  return reportOf([events], { contractOf: () => contract });
}

/** The codes of the table in the documentation, by verdict. */
function documented(): ReadonlyMap<string, number> {
  const page = readFileSync(new URL('../../../../docs/conformance.md', import.meta.url), 'utf8');
  return new Map(
    [...page.matchAll(/^\| (\d) \| ([a-z ]+) \|/gm)].map(([, code = '', verdict = '']) => [
      verdict,
      Number(code),
    ]),
  );
}

const endings: readonly (readonly [string, string, Behaviour])[] = [
  ['conforms', 'conformant', {}],
  [
    'answers one in ten requests wrongly',
    'flaky',
    {
      change: (() => {
        const next = random(7);
        return ({ path }: Passing) =>
          path.includes('/oidc') && next() < 0.1
            ? { status: 500, headers: {}, body: Buffer.alloc(0) }
            : undefined;
      })(),
    },
  ],
  [
    'is checked by a check with a mistake in it',
    'harness',
    {
      access: (given) => ({
        ...given,
        wrong: {
          ...given.wrong,
          unsigned: () => {
            throw new TypeError('undefined is not a function');
          },
          none: () => {
            throw new TypeError('undefined is not a function');
          },
        },
      }),
    },
  ],
  [
    'answers 429 from some time on',
    'rate limited',
    {
      change: (() => {
        let count = 0;
        return () => {
          count += 1;
          return count > 20 ? { status: 429, headers: { 'retry-after': '0.01' } } : undefined;
        };
      })(),
    },
  ],
  ['answers 429 always', 'rate limited', { change: () => ({ status: 429 }) }],
  [
    'answers 429 to one check alone',
    'rate limited',
    {
      change: ({ path, requestBody }) =>
        path.endsWith('/oidc/save') && requestBody === ''
          ? { status: 429, headers: { 'retry-after': '0.01' } }
          : undefined,
    },
  ],
  ['dies in the middle', 'unreachable', { diesAfter: 20 }],
  ['refuses the credentials', 'unauthorised', { environment: { AWS_SECRET_ACCESS_KEY: 'wrong' } }],
];

describe('a server that', () => {
  test.each(endings)(
    '%s ends with the verdict and the exit code of: %s',
    async (_, verdict, of) => {
      const report = await checkedAt(of);
      const words = report.verdict.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
      expect(words).toBe(verdict);
      expect(exitCodeOf(report)).toBe(documented().get(verdict));
    },
  );

  test('is not called flaky where the limit of requests kept a check from being repeated', async () => {
    const change = ({ method, path, status }: Passing) =>
      method === 'POST' && path.endsWith('/oidc/save') && status < 300
        ? { status: 202 }
        : undefined;
    const options = { only: ['registerOidcConfig.200.status'] };
    const whole = await checkedAt({ change, options });
    const sent = whole.targets.flatMap(({ checks }) => checks.flatMap((one) => one.exchanges));
    for (let maxRequests = 1; maxRequests <= 3 * sent.length; maxRequests += 1) {
      const { targets } = await checkedAt({ change, options: { ...options, maxRequests } });
      expect(targets.map(({ verdict }) => verdict)).not.toContain('flaky');
    }
  });

  test('is flaky passes where that is allowed', async () => {
    const [, , flaky] = endings.find(([, verdict]) => verdict === 'flaky') ?? [];
    expect(exitCodeOf(await checkedAt(flaky ?? {}), { flaky: true })).toBe(exitCodes.conformant);
  });
});
