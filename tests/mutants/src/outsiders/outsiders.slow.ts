import { apis } from '@oidc-admin/conformance/testing';
import type { Mock, RunningMock } from '@oidc-admin/mock';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { outsiders } from './index.ts';
import type { Outsider } from './outsider.ts';
import { witnesses } from './witnesses/index.ts';
import { ordinaryLife } from './witnesses/ordinaryLife.ts';

const errors: unknown[] = [];
const servers = new Map<Outsider['api'], { readonly mock: Mock; readonly running: RunningMock }>();

beforeAll(async () => {
  for (const api of ['pvwa', 'wickr'] as const) {
    const mock = (await apis[api].createMock())({
      faults: () => outsiders.filter((one) => one.api === api).map(({ fault }) => fault),
      onError: (error) => errors.push(error),
    });
    servers.set(api, { mock, running: await mock.start() });
  }
});

afterAll(() => Promise.all([...servers.values()].map(({ running }) => running.stop())));

/** The mock of an API as it starts, with a fault where one is named. */
function fresh(
  api: Outsider['api'],
  fault?: string,
): { readonly mock: Mock; readonly url: string } {
  const server = servers.get(api);
  if (server === undefined) throw new Error(`no server of ${api}`);
  server.mock.reset();
  if (fault !== undefined) server.mock.faults.on(fault);
  return { mock: server.mock, url: server.running.url };
}

test.each(outsiders.map((one) => [one.fault.name, one] as const))(
  '%s shows by plain HTTP, not on the right server, and what is beside it is right',
  async (name, { api, kind }) => {
    const shows = witnesses[kind][name.replace('outsider:', '')];
    if (shows === undefined) throw new Error('nothing shows this fault');
    expect(await shows(fresh(api).url)).toBe(false);
    expect(await shows(fresh(api, name).url)).toBe(true);
    expect(await ordinaryLife[api](fresh(api, name).url)).toEqual([]);
    expect(errors).toEqual([]);
  },
);

test.each(['pvwa', 'wickr'] as const)(
  'the right server of %s leads an ordinary life',
  async (api) => {
    expect(await ordinaryLife[api](fresh(api).url)).toEqual([]);
  },
);
