import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { reportOf, run, type RunEvent, type RunOptions } from '@oidc-admin/conformance';
import { isObject, valueAt, type JsonValue } from '@oidc-admin/contract';
import { createMock, type Mock } from '@oidc-admin/mock';
import { expect, test } from 'vitest';
import { access, nestedApi, nestedDocument } from './nestedApi.ts';

const state = mkdtempSync(join(tmpdir(), 'nested-state-'));

async function ran(
  mock: Mock,
  options: RunOptions,
  environment: Readonly<Record<string, string>> = {},
): Promise<readonly RunEvent[]> {
  const running = await mock.start();
  const { contract } = mock;
  const events: RunEvent[] = [];
  try {
    const target = { url: running.url, contract, access };
    const all = { ...target, environment: { XDG_STATE_HOME: state, ...environment } };
    for await (const event of run(all, { seed: 1, ...options })) events.push(event);
  } finally {
    await running.stop();
  }
  return events;
}

/** A mock whose settings somebody has written. */
function configured(): Mock {
  const settings = {
    title: 'Ours',
    ldap: {
      url: 'https://ldap.example.org',
      bind: { user: 'admin', password: 'theirs', method: 'sasl' },
      mapping: { mail: 'their-mail' },
      servers: [{ host: 'a.example.org', port: 389, weight: 2, added: '2026-01-01T00:00:00Z' }],
    },
  };
  return nestedApi().createMock({ seed: { resources: { settings: { '': { '': settings } } } } });
}

function settingsIn(mock: Mock): JsonValue | undefined {
  return mock.state.read().resources?.['settings']?.['']?.[''];
}

test('what a run changes inside of a configuration is put back, with its secret', async () => {
  const mock = configured();
  const before = settingsIn(mock);
  const secrets = { NESTED_ORIGINAL_LDAP_BIND_PASSWORD: 'theirs' };
  const events = await ran(
    mock,
    { level: 'allowWrites', only: ['saveSettings'], noOriginalSecret: true },
    secrets,
  );
  expect(events.filter(({ event }) => event === 'putBack')).toEqual([
    expect.objectContaining({ lost: [] }),
  ]);
  const after = settingsIn(mock);
  for (const at of ['/title', '/ldap/url', '/ldap/bind', '/ldap/mapping', '/ldap/servers/0/host'])
    expect(valueAt(after, at)).toEqual(valueAt(before, at));
  expect(valueAt(after, '/mail')).toBeUndefined();
});

test('a configuration whose secret is not known is not written', async () => {
  const mock = configured();
  const before = settingsIn(mock);
  const events = await ran(mock, { level: 'allowWrites' });
  expect(events).toContainEqual(
    expect.objectContaining({
      event: 'refused',
      reason: expect.objectContaining({
        text: expect.stringContaining('NESTED_ORIGINAL_LDAP_BIND_PASSWORD'),
      }),
    }),
  );
  expect(settingsIn(mock)).toEqual(before);
});

test('where no sample is right, nothing passes that did not see a success, and the run is incomplete', async () => {
  const document = nestedDocument();
  const title = valueAt(document, '/components/schemas/Settings/properties/title');
  // No URL is so short.
  if (isObject(title)) Object.assign(title, { format: 'uri', maxLength: 4 });
  const deployment = { parents: {}, users: {}, settings: {} };
  const mock = createMock({ document, deployment, environment: {} });
  const events = await ran(mock, {
    level: 'disposable',
    only: ['saveSettings', 'settings'],
  });
  const { targets, verdict } = reportOf([events], { contractOf: () => mock.contract });
  expect(verdict).toBe('incomplete');
  expect(targets[0]?.reasons).toContainEqual(
    expect.objectContaining({
      code: 'noRightRequest',
      text: expect.stringMatching(
        /^saveSettings: no right request is known to check with: .*title/,
      ),
    }),
  );
  const passed = targets[0]?.clauses.filter(({ status }) => status === 'passed') ?? [];
  expect(passed.filter(({ id }) => /minimal|full|kept|enumValue|\.200\./.test(id))).toEqual([]);
});
