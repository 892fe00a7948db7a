import { readFileSync, writeFileSync } from 'node:fs';
import { madeProviders } from './madeProviders.ts';
import { cached, type Peer, start } from './peers.ts';

/** The path of all providers of the PVWA mock. */
export const peerPath = '/PasswordVault/api/Configuration/OIDC/Providers';

/** The header fields of a caller who is signed in to a mock that `startMockWith` started. */
export const peerHeaders = {
  authorization: 'bench',
  'content-type': 'application/json',
  accept: 'application/json',
};

/** A right body of an update; of a creation with an id. */
export const peerBody = {
  discoveryEndpointUrl: 'https://idp.example.net/.well-known/openid-configuration',
  clientId: 'pvwa',
  clientSecretMethod: 'Basic',
};

/** Starts the PVWA mock as a process of its own that holds so many providers, with further arguments. */
export async function startMockWith(count: number, more: readonly string[] = []): Promise<Peer> {
  const session = { user: 'admin', role: 'vaultAdmin', lastUsed: Date.now(), closed: false };
  const saved = Object.fromEntries(madeProviders(count).map((entry) => [entry.id, entry]));
  const state = { resources: { provider: { '': saved } }, sessions: { bench: session } };
  const seed = cached(`seed-${count}.json`);
  writeFileSync(seed, JSON.stringify({ pvwa: state }));
  const program = ['apps/mock/src/main.ts', 'pvwa', '--quiet', '--seed', seed, ...more];
  return start(`mock-${count}`, process.execPath, (port) => [...program, '--port', String(port)]);
}

/** The memory that a process has now; Linux only. */
export function residentMegabytes(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const kilobytes = /VmRSS:\s+(\d+)/.exec(status)?.[1];
  if (kilobytes === undefined) throw new Error(`process ${pid} has no memory any more`);
  return Number(kilobytes) / 1024;
}
