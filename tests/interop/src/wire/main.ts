import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { apis, type ApiName } from '@oidc-admin/conformance/testing';
import { compareRecords } from './compareRecords.ts';
import { startConductor, type WireRecord } from './conductor.ts';
import { createWireMock } from './createWireMock.ts';
import { driveOurs } from './driveOurs.ts';
import { explainedDifferences } from './explainedDifferences.ts';
import { listCalls } from './listCalls.ts';

/*
 * node tests/interop/src/wire/main.ts NAME:API=COMMAND…
 *
 * Has our own client, and the clients behind these commands, make the same calls, each at a mock of its own, and compares
 * what the mocks logged. A command gets the address of the conductor as its last argument. Exit codes: 0 no difference
 * that explainedDifferences.ts does not explain, 1 there is one, or an explanation that explains nothing.
 */
const root = join(import.meta.dirname, '../../../..');

function callsOf(api: string): ReturnType<typeof listCalls> {
  const path = join(root, 'specs', api, 'generated/openapi.json');
  return listCalls(JSON.parse(readFileSync(path, 'utf8')));
}

async function recordsOf(api: ApiName, command?: string): Promise<readonly WireRecord[]> {
  await using conductor = await startConductor(await createWireMock(api), callsOf(api));
  if (command === undefined) await driveOurs(api, conductor);
  else {
    const [program = '', ...given] = command.split(' ');
    const driver = spawn(program, [...given, conductor.origin], {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      timeout: 120_000,
    });
    const [code] = (await once(driver, 'close')) as [number | null];
    if (code !== 0) throw new Error(`${command} ended with ${code}`);
  }
  return conductor.records;
}

const started = process.argv.slice(2).map((argument) => {
  const [, name = '', api = '', command = ''] = /^([^:]+):([^=]+)=(.*)$/.exec(argument) ?? [];
  return { name, api: api as ApiName, records: recordsOf(api as ApiName, command) };
});
const tried = new Set(started.map(({ api }) => api));
const ours = [...tried].map((api) => ({ name: 'ours', api, records: recordsOf(api) }));
const clients = await Promise.all(
  [...ours, ...started].map(async ({ records, ...client }) => ({
    ...client,
    records: await records,
  })),
);
const { lines, isRight } = compareRecords(clients, explainedDifferences);
for (const line of lines) console.log(`wire: ${line}`);
for (const api of Object.keys(apis) as ApiName[])
  if (!tried.has(api)) console.log(`wire: ${api} is not tried: no command makes its calls`);
const sum = [...tried].reduce((count, api) => count + callsOf(api).length, 0);
console.log(`wire: ${sum} calls, made by each client of their API`);
// With few calls, an empty list among them, nothing would differ.
const isEnough = sum >= 60;
if (!isEnough) console.log('wire: FAILED: at least 60 calls are to be compared');
if (!isRight || !isEnough) process.exitCode = 1;
