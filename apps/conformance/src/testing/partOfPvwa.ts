import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { contractNamed, newMock } from '../apiEntry.ts';
import { startPartialServer } from './partialServer.ts';

/** A target file with this content; answers its path. */
export async function fileWith(content: unknown): Promise<string> {
  const path = join(await mkdtemp(join(tmpdir(), 'conformance-target-')), 'target.yaml');
  await writeFile(path, typeof content === 'string' ? content : stringify(content));
  return path;
}

const provider = {
  id: 'corp',
  authenticationFlow: 'Code',
  discoveryEndpointUrl: 'https://login.example.com/.well-known/openid-configuration',
  clientId: 'mine',
  clientSecretMethod: 'Basic',
  userNameClaim: 'sub',
};

/** A PVWA with one provider, behind a server that lets only some requests pass, and a token that somebody else opened. */
export async function startPart(
  isThere: (method: string, path: string) => boolean,
  fault?: string,
) {
  const mock = await newMock('pvwa');
  if (fault !== undefined) mock.faults.on(fault);
  mock.state.seed({ resources: { provider: { '': { corp: provider } } } });
  const whole = await mock.start();
  const part = await startPartialServer(whole.url, isThere);
  const { environment } = mock.demo;
  const tokenOf = async (user: string): Promise<string> => {
    const username = environment[`${user}_USERNAME`];
    const password = environment[`${user}_PASSWORD`];
    const logon = await fetch(`${whole.url}/api/Auth/CyberArk/Logon`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username, password, concurrentSession: true }),
    });
    return (await logon.json()) as string;
  };
  const token = await tokenOf('PVWA');
  const auditorToken = await tokenOf('PVWA_AUDITOR');
  const saved = () => mock.state.read().resources?.['provider']?.['']?.['corp'];
  const stack = new AsyncDisposableStack();
  stack.use(whole);
  stack.use(part);
  return {
    mock,
    url: part.url,
    token,
    auditorToken,
    saved,
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

/** All operations but those that a server has. */
export async function allBut(...there: readonly string[]): Promise<readonly string[]> {
  const { operations } = await contractNamed('pvwa');
  return operations.map(({ id }) => id).filter((id) => !there.includes(id));
}

/** Entries of a target file for operations that a server lacks. */
export function lacking(operations: readonly string[]) {
  return operations.map((operation) => ({ operation, reason: 'this proxy has the update only' }));
}
