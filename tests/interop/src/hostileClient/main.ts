import { parseArgs } from 'node:util';
import { runHostileClient } from './runHostileClient.ts';

/*
 * pnpm test:hostile-client [--requests 40000] [--seed N]
 *
 * Attacks each mock with half of so many raw requests, made up from a seed. Exits with 1 where one failed, answered with 5xx
 * or not in the vendor's shape, or took 400 MB or more.
 */
const { values } = parseArgs({
  options: { requests: { type: 'string', default: '40000' }, seed: { type: 'string' } },
});
const seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 31));
const requests = Math.ceil(Number(values.requests) / 2);
for (const api of ['pvwa', 'wickr'] as const) {
  const result = await runHostileClient(api, { requests, seed });
  const megabytes = result.peakBytes / 1024 / 1024;
  const statuses = Object.entries(result.statuses).map(([status, count]) => `${status}: ${count}`);
  console.log(
    `${api}: ${requests} requests in ${result.seconds.toFixed(0)} s, seed ${seed}; the mock took ${megabytes.toFixed(0)} MB at most; ${statuses.join(', ')}`,
  );
  for (const failure of result.failures) console.error(`${api}: ${failure}`);
  if (result.failures.length > 0 || megabytes > 400) process.exitCode = 1;
}
