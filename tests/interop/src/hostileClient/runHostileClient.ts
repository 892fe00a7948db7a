import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { signRequest } from '@oidc-admin/wickr-client/signer';
import * as fc from 'fast-check';
import { attackedApis, type Attack, type AttackedApi } from './attack.ts';
import { attacksOn } from './attacks.ts';
import { exchangeBytes } from './exchangeBytes.ts';
import { findWrongAnswer } from './findWrongAnswer.ts';

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

type Message = { readonly port?: number; readonly peakBytes?: number; readonly mistake?: string };

const connections = 16;
/** How many attacks are made up at a time, before the mock is asked whether it lives. */
const batch = 400;
/** How long an answer may take, in milliseconds: longer than anything but a hanging server needs. */
const patience = 30_000;

/** Attacks a mock in a process of its own with so many requests, made up from a seed. */
export async function runHostileClient(
  name: AttackedApi['api'],
  { requests, seed }: { readonly requests: number; readonly seed: number },
): Promise<HostileResult> {
  const target = attackedApis[name];
  const child = fork(join(import.meta.dirname, 'mockProcess.ts'), [name]);
  const mistakes: string[] = [];
  child.on('message', ({ mistake }: Message) => {
    if (mistake !== undefined) mistakes.push(mistake);
  });
  const ended = once(child, 'exit').then((): Message => {
    throw new Error(`the mock ended: ${[...failures, ...mistakes].slice(0, 10).join('; ')}`);
  });
  // Nobody waits for it where the mock lives on.
  ended.catch(() => {});
  const say = async (wanted: keyof Message): Promise<Message> => {
    for (;;) {
      const next = once(child, 'message').then(([message]: unknown[]) => message as Message);
      const message = await Promise.race([next, ended]);
      if (message[wanted] !== undefined) return message;
    }
  };
  const started = performance.now();
  const statuses: Record<string, number> = {};
  const failures: string[] = [];
  try {
    const { port = 0 } = await say('port');
    for (let sent = 0; sent < requests && failures.length < 10; sent += batch) {
      const options = { seed: seed + sent, numRuns: Math.min(batch, requests - sent) };
      const attacks = fc.sample(attacksOn(target), options);
      await Promise.all(
        Array.from({ length: connections }, async (_, first) => {
          for (let index = first; index < attacks.length; index += connections) {
            const attack = attacks[index];
            if (attack === undefined) continue;
            const found = await attempt(port, target, attack, statuses);
            if (found !== undefined) failures.push(`${sent + index} ${attack.kind}: ${found}`);
          }
        }),
      );
      const alive = await attempt(port, target, usual(target), statuses);
      if (alive !== undefined || child.exitCode !== null)
        failures.push(`not alive: ${alive ?? ''}`);
    }
    child.send('memory');
    const { peakBytes = 0 } = await say('peakBytes');
    const seconds = (performance.now() - started) / 1000;
    return {
      requests,
      statuses,
      failures: [...failures, ...mistakes].slice(0, 10),
      peakBytes,
      seconds,
    };
  } finally {
    child.kill('SIGKILL');
  }
}

/** A right request, which is answered with 200 or, where nothing is saved, 404. */
function usual({ operations: [first] }: AttackedApi): Attack {
  const [method = '', target = ''] = first ?? [];
  return {
    kind: 'usual',
    method,
    target,
    headers: [],
    body: Buffer.alloc(0),
    signedIn: true,
    answers: 1,
  };
}

async function attempt(
  port: number,
  target: AttackedApi,
  attack: Attack,
  statuses: Record<string, number>,
): Promise<string | undefined> {
  const bytes = attack.raw ?? (await bytesOf(port, target, attack));
  const { answers, method } = attack;
  const exchange = await exchangeBytes(port, bytes, {
    answers,
    isHead: method === 'HEAD',
    patience,
  });
  for (const { status } of exchange.responses) statuses[status] = (statuses[status] ?? 0) + 1;
  return findWrongAnswer(target, attack, exchange);
}

const key = {
  accessKeyId: 'AKIDEXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
};

async function bytesOf(
  port: number,
  { api }: AttackedApi,
  { method, target, headers, body, signedIn }: Attack,
): Promise<Buffer> {
  const host = `127.0.0.1:${port}`;
  const credentials = signedIn
    ? await credentialsOf(api, `http://${host}`, { method, target, body })
    : [];
  const fields = [['host', host], ...credentials, ...headers].map(
    ([name = '', value = '']) => `${name}: ${value}\r\n`,
  );
  // Only what one header can hold is what one header holds.
  const head = `${method} ${target.replaceAll(/\s/g, '%20')} HTTP/1.1\r\n${fields.join('')}content-length: ${body.length}\r\n\r\n`;
  return Buffer.concat([Buffer.from(head, 'latin1'), body]);
}

async function credentialsOf(
  api: AttackedApi['api'],
  url: string,
  { method, target, body }: Pick<Attack, 'method' | 'target' | 'body'>,
): Promise<readonly (readonly [string, string])[]> {
  if (api === 'pvwa') return [['authorization', 'token']];
  if (!URL.canParse(url + target)) return [];
  const signed = await signRequest(
    { method, url: url + target, headers: {}, body },
    { credentials: key, region: 'us-east-1', service: 'wickr', date: new Date() },
  );
  return Object.entries(signed).filter(([name]) => name !== 'host');
}
