import { startProxy, type Changed } from '@oidc-admin/conformance/testing';
import type { Mock } from '@oidc-admin/mock';
import { expect, test } from 'vitest';
import { smallApi, smallDocument, strictRun } from './smallApi.ts';

const other = { id: 7, topic: 'of somebody else' };

/** Tickets of which the seventh is another user's, behind a server that answers every create with this. */
async function answering(
  ticket: object,
): Promise<readonly [Mock, Mock, ReturnType<typeof smallApi>]> {
  const api = smallApi(await smallDocument('tickets'));
  const mock = api.mock({ seed: { resources: { ticket: { '': { 7: other } } } } });
  const start: Mock['start'] = async (...how) => {
    const running = await mock.start(...how);
    const proxy = await startProxy(
      running.url,
      ({ method, status }): Partial<Changed> | undefined =>
        method === 'POST' && status === 201
          ? { body: Buffer.from(JSON.stringify(ticket)) }
          : undefined,
    );
    return {
      ...running,
      url: proxy.url + new URL(running.url).pathname,
      [Symbol.asyncDispose]: async () => {
        await proxy[Symbol.asyncDispose]();
        await running[Symbol.asyncDispose]();
      },
    };
  };
  return [mock, { ...mock, start }, api];
}

test.each([
  ['its number', { id: 7 }],
  ['its number and name', other],
])(
  'where a create answers what is another user’s, with %s, that is neither changed nor deleted',
  async (_, ticket) => {
    const [mock, behind, api] = await answering(ticket);
    const { verdict } = await strictRun(api, behind);
    expect(verdict).not.toBe('conformant');
    const changes = mock.requests.filter(
      ({ operation = '', received, reply }) =>
        ['removeTicket', 'replaceTicket'].includes(operation) &&
        reply.status < 300 &&
        received.target.endsWith('/7'),
    );
    expect(changes.map(({ received }) => `${received.method} ${received.target}`)).toEqual([]);
    expect(mock.state.read().resources).toMatchObject({ ticket: { '': { 7: other } } });
  },
);
