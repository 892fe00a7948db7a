import { expect, test } from 'vitest';
import type { RunTarget } from '../runner/runTarget.ts';
import { apis } from '../testing/generated/apis.ts';
import { exclusiveGroups } from './exclusiveGroups.ts';

test('targets that exclude each other take turns, all others do not wait', async () => {
  const mock = (await apis.wickr.createMock())();
  const { contract } = mock;
  const access = await apis.wickr.access();
  const target = (name: string, url: string, network: string): RunTarget => ({
    name,
    url,
    contract,
    access,
    environment: {
      ...mock.demo.environment,
      WICKR_NETWORK_ID: network,
      WICKR_OTHER_NETWORK_ID: '',
    },
  });
  const groups = exclusiveGroups([
    target('plain', 'https://admin.wickr.example.com', '11111111'),
    target('local', 'http://127.0.0.1:1', '11111111'),
    target('other', 'https://admin.wickr.example.net', '22222222'),
    target('fips', 'https://admin.wickr-fips.example.com', '11111111'),
    target('again', 'http://127.0.0.1:1', '11111111'),
  ]);
  expect(groups.map((group) => group.map(({ name }) => name))).toEqual([
    ['other'],
    ['plain', 'fips'],
    ['local', 'again'],
  ]);
});
