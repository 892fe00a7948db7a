import { chromium } from 'playwright-core';
import { afterAll, expect, test } from 'vitest';
import { attendedDoctor } from '../testing/attendedDoctor.ts';
import { inProcess } from '../testing/inProcess.ts';
import { rightSecret, startSignInServers } from '../testing/signInServers.ts';

const stack = new AsyncDisposableStack();
const servers = await startSignInServers(stack);
const browser = await chromium.launch({
  executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-background-networking', '--no-first-run'],
});
stack.defer(() => browser.close());
afterAll(() => stack.disposeAsync());

/** Types as a person does: signs in, and consents. Answers what the last page says. */
async function typeSignIn(url: string): Promise<string> {
  // The authority of the test is in no browser.
  const context = await browser.newContext({ ignoreHTTPSErrors: true });
  const page = await context.newPage();
  await page.goto(url);
  await page.fill('input[name=login]', 'anna');
  await page.fill('input[name=password]', 'whatever');
  await page.click('button[type=submit]');
  await page.waitForSelector('input[value=consent]', { state: 'attached' });
  await page.click('button[type=submit]');
  await page.waitForURL(/^http:\/\/127\.0\.0\.1:\d+\/callback/);
  const text = (await page.textContent('body')) ?? '';
  await context.close();
  return text;
}

const { authorityFile, network, companyId, provider } = servers;
const environment = {
  ...servers.environments.wickr,
  ...servers.environments.pvwa,
  XDG_STATE_HOME: servers.folder,
  SHARED: rightSecret,
};

const ofPvwa = {
  id: 'corp',
  discoveryEndpointUrl: servers.document,
  clientId: 'vault',
  clientSecretMethod: 'Basic',
  userNameClaim: 'preferred_username',
};
const ofWickr = {
  networkId: network,
  companyId,
  issuer: provider.issuer,
  scopes: 'openid profile offline_access',
  extraAuthParams: 'prompt=consent',
  customUsername: 'preferred_username',
  userId: 'vault',
};

/** What a command prints as JSON. */
async function printed(command: string): Promise<Record<string, unknown>> {
  const args = [...command.split(' '), '--output', 'json', '--ca-file', authorityFile];
  const { code, stdout, stderr } = await inProcess(args, { environment });
  expect({ code, stderr }).toEqual({ code: 0, stderr });
  return JSON.parse(stdout) as Record<string, unknown>;
}

test('apply registers a provider in both services, and with what they answer Chromium signs in', async () => {
  const targets = [
    {
      name: 'vault',
      api: 'pvwa',
      resources: { provider: [{ ...ofPvwa, clientSecret: 'env:SHARED' }] },
    },
    {
      name: 'network',
      api: 'wickr',
      resources: { oidcConfig: [{ ...ofWickr, secret: 'env:SHARED' }] },
    },
  ];
  const file = servers.write('sso.json', JSON.stringify({ targets }));
  const apply = ['apply', file, '--yes', '--ca-file', authorityFile];
  const applied = await inProcess(apply, { environment });
  expect([applied.code, applied.stdout]).toEqual([0, applied.stdout]);

  expect(await printed('pvwa get-provider --id corp')).toMatchObject(ofPvwa);
  const info = await printed(`wickr get-oidc-info --network-id ${network}`);
  const { networkId: _inThePath, ...kept } = ofWickr;
  expect(info).toMatchObject({ openidConnectInfo: kept });

  const commands = [
    ['--provider', 'corp', '--ca-file', authorityFile],
    // The clientId that this service answers is one that it made; that of the provider is its userId.
    ['--network', network, '--client-id', kept.userId, '--certificate-file', authorityFile],
  ];
  for (const command of commands) {
    const { code, out, err, page } = await attendedDoctor(
      [...command, '--sign-in-port', servers.signInPort, '--user-name', 'anna@corp.example'],
      { ...environment, OIDC_CLIENT_SECRET: rightSecret },
      typeSignIn,
    );
    expect(page).toBe('This window can be closed; go on in the terminal.');
    expect(out).toContain('The user name is anna@corp.example, from the claim preferred_username.');
    expect(out).toMatch(/^0 errors, 0 warnings, /m);
    expect(out + err).not.toContain(rightSecret);
    expect(code).toBe(0);
  }
});
