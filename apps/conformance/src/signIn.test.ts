import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { runConformance } from './testing/conformanceCommand.ts';

const limit = 120_000;
const credentials = {
  AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'a-secret-access-key',
  WICKR_NETWORK_ID: '12345678',
};

async function endedAt(
  response: RequestListener,
  variables: Readonly<Record<string, string>> = {},
  flags: readonly string[] = [],
) {
  const server = createServer(response);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const ended = await runConformance(
    ['wickr', '--target', `http://127.0.0.1:${port}`, '--timeout', '1', ...flags],
    { ...credentials, ...variables },
  );
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  return ended;
}

test(
  'a target that answers, but no signed request, is not checked',
  { timeout: limit },
  async () => {
    const { code, out, report } = await endedAt((incoming, outgoing) => {
      if (incoming.headers.authorization === undefined) outgoing.writeHead(404).end();
    });
    expect(out).toContain('not signed in as default: no response within the time-out');
    expect((await report()).verdict).toBe('unreachable');
    expect(code).toBe(5);
  },
);

test('a credential that no header can carry is not repeated', { timeout: limit }, async () => {
  const { code, out, err } = await endedAt((_, outgoing) => void outgoing.writeHead(404).end(), {
    AWS_SESSION_TOKEN: 'first-line-of-it\nsecond-line-of-it',
  });
  expect(out).toContain('not signed in as default: the request cannot be sent');
  expect(`${out}${err}`).not.toMatch(/line-of-it/);
  expect(code).toBe(2);
});
