import type { RawRequest, TestAccess } from '@oidc-admin/client';
import { apis, type ApiName } from '@oidc-admin/conformance/testing';
import * as fc from 'fast-check';
import { attackedApi, type Attack, type AttackedApi } from './attack.ts';
import { attacksOn } from './attacks.ts';
import { exchangeBytes } from './exchangeBytes.ts';
import { findWrongAnswer } from './findWrongAnswer.ts';
import { startAttacked } from './startAttacked.ts';

/** What became of a mock under attack. */
export interface HostileResult {
  readonly requests: number;
  /** How often each status was answered. */
  readonly statuses: Readonly<Record<string, number>>;
  /** The first ten attacks after which something was wrong. */
  readonly failures: readonly string[];
  /** The most memory that the mock's process ever took. */
  readonly peakBytes: number;
  readonly seconds: number;
}

const connections = 16;
/** How many attacks are made up at a time, before the mock is asked whether it lives. */
const batch = 400;
/** How long an answer may take, in milliseconds: longer than anything but a hanging server needs. */
const patience = 30_000;

/** An API, where its mock listens, and who is let in. */
interface Aim {
  readonly target: AttackedApi;
  readonly origin: string;
  readonly authorize: (request: RawRequest) => RawRequest | Promise<RawRequest>;
}

/** Attacks `pnpm mock`, in a process of its own, with so many requests, made up from a seed. */
export async function runHostileClient(
  api: ApiName,
  { requests, seed }: { readonly requests: number; readonly seed: number },
): Promise<HostileResult> {
  const mock = (await apis[api].createMock())();
  await using attacked = await startAttacked(api);
  const target = attackedApi(api, mock);
  const authorize = await signIn(api, attacked.url, mock.demo.environment);
  const aim: Aim = { target, origin: new URL(attacked.url).origin, authorize };
  const started = performance.now();
  const statuses: Record<string, number> = {};
  const failures: string[] = [];
  for (let sent = 0; sent < requests && failures.length < 10; sent += batch) {
    const options = { seed: seed + sent, numRuns: Math.min(batch, requests - sent) };
    const attacks = fc.sample(attacksOn(target), options);
    await Promise.all(
      Array.from({ length: connections }, async (_, first) => {
        for (let index = first; index < attacks.length; index += connections) {
          const attack = attacks[index];
          if (attack === undefined) continue;
          const found = await attempt(aim, attack, statuses);
          if (found !== undefined) failures.push(`${sent + index} ${attack.kind}: ${found}`);
        }
      }),
    );
    const alive = await attempt(aim, usual(target), statuses);
    if (alive !== undefined) failures.push(`no right response any more: ${alive}`);
    if (!attacked.isAlive()) throw new Error(`the mock ended after: ${failures.join('; ')}`);
  }
  return {
    requests,
    statuses,
    failures: [...failures, ...attacked.mistakes()].slice(0, 10),
    peakBytes: attacked.peakBytes(),
    seconds: (performance.now() - started) / 1000,
  };
}

/** Signs in as the first of those whom the demonstration names. */
async function signIn(
  api: ApiName,
  url: string,
  environment: Readonly<Record<string, string>>,
): Promise<Aim['authorize']> {
  const access: Pick<TestAccess, 'principals' | 'open'> = await apis[api].access();
  const [principal] = access.principals(environment).principals;
  if (principal === undefined) throw new Error(`the mock of ${api} names nobody`);
  return (await access.open({ url, fetch }, principal)).authorize;
}

/** A right request, which is answered with 200 or, where nothing is saved, 404. */
function usual({ operations }: AttackedApi): Attack {
  const reading = operations.find(({ method }) => method === 'GET');
  return {
    kind: 'usual',
    method: 'GET',
    target: reading?.path() ?? '/',
    headers: [],
    body: Buffer.alloc(0),
    signedIn: true,
    answers: 1,
  };
}

async function attempt(
  aim: Aim,
  attack: Attack,
  statuses: Record<string, number>,
): Promise<string | undefined> {
  const bytes = attack.raw ?? (await bytesOf(aim, attack));
  const { answers, method } = attack;
  const exchange = await exchangeBytes(Number(new URL(aim.origin).port), bytes, {
    answers,
    isHead: method === 'HEAD',
    patience,
  });
  for (const { status } of exchange.responses) statuses[status] = (statuses[status] ?? 0) + 1;
  return findWrongAnswer(aim.target, attack, exchange);
}

async function bytesOf(
  { origin, authorize }: Aim,
  { method, target, headers, body, signedIn }: Attack,
): Promise<Buffer> {
  const url = origin + target;
  const signed =
    signedIn && URL.canParse(url) ? await authorize({ method, url, headers: {}, body }) : undefined;
  const { host: _, ...credentials } = signed?.headers ?? {};
  const fields = [['host', new URL(origin).host], ...Object.entries(credentials), ...headers].map(
    ([name = '', value = '']) => `${name}: ${value}\r\n`,
  );
  // Only what one header can hold is what one header holds.
  const head = `${method} ${target.replaceAll(/\s/g, '%20')} HTTP/1.1\r\n${fields.join('')}content-length: ${body.length}\r\n\r\n`;
  return Buffer.concat([Buffer.from(head, 'latin1'), body]);
}
