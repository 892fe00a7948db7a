import { startPvwaServer } from '@oidc-admin/reference-servers/pvwaServer.ts';
import { expect, test } from 'vitest';
import { checkAll, demonstration } from '../testing/checkAll.ts';
import { startProxy } from '../testing/faultyProxy.ts';

test(
  'credentials are found in a response of which only the framing is compared',
  { timeout: 60_000 },
  async () => {
    const { environment } = await demonstration('pvwa');
    const password = environment['PVWA_PASSWORD'] ?? '';
    expect(password.length).toBeGreaterThan(5);
    await using server = await startPvwaServer();
    await using proxy = await startProxy(server.url, ({ method, headers }) =>
      method === 'HEAD' ? { headers: { ...headers, 'x-debug': `by ${password}` } } : undefined,
    );
    const wanted = ({ id }: { readonly id: string }): boolean => id.includes('.head');
    const { broken, results } = await checkAll('pvwa', proxy.url, { level: 'default', wanted });
    expect(broken).toContain('pvwa.provider.noOtherSecrets');
    expect(JSON.stringify(results)).not.toContain(password);
  },
);
