import { execFile } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { curlSignIn } from './curlSignIn.ts';

test('a line of curl stays on the node that a load balancer chose at log-on', async () => {
  const requests: string[] = [];
  const server = createServer((incoming, outgoing) => {
    const { authorization: token = '', cookie = '' } = incoming.headers;
    requests.push(`${incoming.method} ${incoming.url} ${cookie} ${token}`);
    if (incoming.url?.endsWith('/Logon') === true) {
      outgoing.setHeader('set-cookie', 'node=2; Path=/');
      outgoing.end('"a-token"');
    } else outgoing.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}/PasswordVault`;
  const variables = { username: 'PVWA_USERNAME', password: 'PVWA_PASSWORD' };
  const { before = '', words, after = '' } = curlSignIn(url, 'admin', variables);
  const line = [before, `curl -sS ${words} '${url}/api/a'`, after, 'ls "$admin_cookies"'].join(
    '; ',
  );
  const { PATH = '' } = process.env;
  const env = { PATH, PVWA_USERNAME: 'admin', PVWA_PASSWORD: 'pass' };
  const ended = await promisify(execFile)('bash', ['--norc', '-c', line], { env }).catch(
    (error: { stderr: string }) => error,
  );
  server.closeAllConnections();
  server.close();
  expect(requests).toEqual([
    'POST /PasswordVault/api/Auth/CyberArk/Logon  ',
    'GET /PasswordVault/api/a node=2 a-token',
    'POST /PasswordVault/api/Auth/Logoff node=2 a-token',
  ]);
  // The file with the cookies is gone.
  expect(ended.stderr).toMatch(/No such file/);
});

test('a line of curl logs on as the user is authenticated, and without a password sends nothing', async () => {
  const variables = { username: 'PVWA_USERNAME', password: 'PVWA_PASSWORD' };
  const { before = '' } = curlSignIn('http://127.0.0.1:9/PasswordVault', 'a', variables, 'LDAP');
  expect(before).toContain("'http://127.0.0.1:9/PasswordVault/api/Auth/LDAP/Logon'");
  const { PATH = '' } = process.env;
  const run = promisify(execFile)('bash', ['--norc', '-c', `${before}; echo sent`], {
    env: { PATH, PVWA_USERNAME: 'admin' },
  });
  await expect(run).rejects.toMatchObject({
    stdout: '',
    stderr: expect.stringMatching(/^bash: line \d+: PVWA_PASSWORD: parameter null or not set$/m),
  });
});
