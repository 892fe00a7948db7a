import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { AccountClient, GetContactInformationCommand } from '@aws-sdk/client-account';
import { createPvwaClient } from '@oidc-admin/pvwa-client';
import { createWickrClient } from '@oidc-admin/wickr-client';
import { signRequest } from '@oidc-admin/wickr-client/signer';
import createRawClient from 'openapi-fetch';
import { measure, type MeasuredCall } from './measure.ts';
import { startProgram } from './peers.ts';

/*
 * pnpm bench client
 *
 * Microseconds a call of the clients and of what else there is, against one server with a fixed response in a process
 * of its own, all in one run. boto3 is measured where BENCH_PYTHON names a Python that has it.
 */
const server = await startProgram('fixedServer.ts');
const url = `http://127.0.0.1:${server.port}`;
const credentials = {
  accessKeyId: 'AKIDEXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
};
const region = 'us-east-1';

let hookCalls = 0;
function onRequest(): void {
  hookCalls += 1;
}
const list = '/PasswordVault/api/Configuration/OIDC/Providers';
const raw = createRawClient<{
  [list]: { get: { responses: { 200: { content: { 'application/json': object } } } } };
}>({ baseUrl: url });
const pvwa = createPvwaClient({ url, token: 'dG9rZW4=', timeoutMs: 10_000, onRequest });
const wickr = createWickrClient({
  endpoint: url,
  region,
  credentials,
  timeoutMs: 10_000,
  onRequest,
});
const account = new AccountClient({ endpoint: url, region, credentials });

const fetchName = 'global fetch, JSON read';
const contenders: readonly MeasuredCall[] = [
  {
    name: fetchName,
    call: async () => (await fetch(url + list, { headers: { authorization: 'dG9rZW4=' } })).json(),
  },
  {
    name: 'global fetch with a time-out',
    call: async () => {
      const signal = AbortSignal.timeout(10_000);
      return (await fetch(url + list, { headers: { authorization: 'dG9rZW4=' }, signal })).json();
    },
  },
  { name: 'openapi-fetch, as it is', call: () => raw.GET(list) },
  { name: 'pvwa client, time-out and hook', call: () => pvwa.listProviders() },
  {
    name: 'wickr client, signed, time-out and hook',
    call: () => wickr.getOidcInfo({ networkId: '12345678' }),
  },
  {
    name: 'AWS SDK v3, client-account, signed',
    call: () => account.send(new GetContactInformationCommand({})),
  },
];

async function measureSignature(): Promise<number> {
  const request = {
    method: 'POST',
    url: 'https://admin.wickr.us-east-1.amazonaws.com/networks/12345678/oidc/save',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      companyId: 'us-east-1-company123',
      issuer: 'https://login.example.com',
      scopes: 'openid profile email',
    }),
  };
  const times: number[] = [];
  for (let round = 0; round < 21; round += 1) {
    const started = performance.now();
    for (let count = 0; count < 2000; count += 1)
      await signRequest(request, { credentials, region, service: 'wickr', date: new Date() });
    times.push(((performance.now() - started) * 1000) / 2000);
  }
  return times.toSorted((a, b) => a - b)[5] ?? Number.NaN;
}

async function measureBoto3(): Promise<readonly number[]> {
  const python = process.env['BENCH_PYTHON'];
  if (python === undefined) return [];
  const script = join(import.meta.dirname, 'boto3_call.py');
  const { stdout } = await promisify(execFile)(python, [script, String(server.port), '1000'], {
    timeout: 120_000,
    env: { ...process.env, AWS_EC2_METADATA_DISABLED: 'true', NO_PROXY: '127.0.0.1' },
  });
  return stdout.trim().split(' ').map(Number);
}

function row(name: string, ...texts: readonly string[]): string {
  return [name.padEnd(42), ...texts.map((cell) => cell.padStart(12))].join('');
}
function cells(microseconds: number | undefined, base: number | undefined): string[] {
  return microseconds === undefined || base === undefined
    ? ['not run', '']
    : [`${microseconds.toFixed(1)} µs`, (microseconds / base).toFixed(2)];
}

try {
  const one = await measure(contenders, 200, 1);
  const sixteen = await measure(contenders, 800, 16);
  const [boto1, boto16] = await measureBoto3();
  const bases = [one.get(fetchName), sixteen.get(fetchName)] as const;
  console.log(row('a call', '1 conn.', 'of fetch', '16 conn.', 'of fetch'));
  for (const { name } of contenders)
    console.log(
      row(name, ...cells(one.get(name), bases[0]), ...cells(sixteen.get(name), bases[1])),
    );
  console.log(row('boto3, wickr, signed', ...cells(boto1, bases[0]), ...cells(boto16, bases[1])));
  console.log(row('one signature', `${(await measureSignature()).toFixed(1)} µs`));
  if (hookCalls === 0)
    throw new Error('The hook was never called: the measure is of something else');
} finally {
  account.destroy();
  server.stop();
}
