import { text } from 'node:stream/consumers';
import { inspect } from 'node:util';
import { createPvwaClient } from '@oidc-admin/pvwa-client';
import { createWickrClient } from '@oidc-admin/wickr-client';
import type { Ending } from './behaviour.ts';

/** A call that this process is to make. */
export interface WantedCall {
  readonly name: string;
  readonly api: string;
  readonly url: string;
  readonly timeoutMs: number;
}

/** What came of it. */
export interface MadeCall {
  readonly name: string;
  readonly ending: Ending | 'fault';
  readonly milliseconds: number;
  /** Everything that the error says and holds. */
  readonly said: string;
}

const unusable = ['ConnectionError', 'TimeoutError', 'UnexpectedResponseError', 'AbortedError'];

function endingOf(error: unknown): MadeCall['ending'] {
  const { code, status } = error as { readonly code?: unknown; readonly status?: unknown };
  if (unusable.includes(String(code))) return 'unusable';
  return typeof status === 'number' ? 'refused' : 'fault';
}

async function call({ api, url, timeoutMs }: WantedCall): Promise<void> {
  const { env } = process;
  if (api === 'wickr') {
    const wickr = createWickrClient({
      endpoint: url,
      region: env['AWS_REGION'] ?? '',
      timeoutMs,
      credentials: {
        accessKeyId: env['AWS_ACCESS_KEY_ID'] ?? '',
        secretAccessKey: env['AWS_SECRET_ACCESS_KEY'] ?? '',
      },
    });
    await wickr.getOidcInfo({ networkId: env['WICKR_NETWORK_ID'] ?? '' });
    return;
  }
  const pvwa = createPvwaClient({
    url,
    username: env['PVWA_USERNAME'] ?? '',
    password: env['PVWA_PASSWORD'] ?? '',
    timeoutMs,
  });
  try {
    await pvwa.listProviders();
  } finally {
    // A session that stays open is no failure of the call.
    await pvwa.close().catch(() => undefined);
  }
}

async function made(wanted: WantedCall): Promise<MadeCall> {
  const started = performance.now();
  const ended = (ending: MadeCall['ending'], said: string): MadeCall => ({
    name: wanted.name,
    ending,
    milliseconds: performance.now() - started,
    said,
  });
  try {
    await call(wanted);
    return ended('done', '');
  } catch (error) {
    const shown = [String(error), inspect(error, { depth: 9, showHidden: true })];
    return ended(endingOf(error), [...shown, JSON.stringify(error)].join('\n'));
  }
}

const waiting = JSON.parse(await text(process.stdin)) as WantedCall[];
async function work(): Promise<void> {
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift())
    process.stdout.write(`${JSON.stringify(await made(next))}\n`);
}
await Promise.all(Array.from({ length: 3 }, work));
