import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { expect, test } from 'vitest';
import { startCallbackServer } from './callbackServer.ts';

test('a target that is no URL is not ours, and the browser can still come back', async () => {
  await using server = await startCallbackServer(0, 'guessed-by-nobody');
  const statusOf = async (path: string): Promise<number | undefined> => {
    const [response] = await once(get(server.redirectUri, { path }), 'response');
    return (response as IncomingMessage).resume().statusCode;
  };
  expect(await statusOf('//')).toBe(404);
  expect(await statusOf('/callback?state=guessed-by-nobody&code=a')).toBe(200);
  expect((await server.cameBack).get('code')).toBe('a');
});
