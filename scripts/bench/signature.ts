import { createSigner } from '@oidc-admin/wickr-client/signer';
import { createWickrMock } from '@oidc-admin/wickr-mock';
import { load } from './load.ts';

/* What checking signatures costs: the same signed save, checked and taken on trust, over HTTP and in turns. */
const body = JSON.stringify({
  companyId: 'us-east-1-a',
  issuer: 'https://idp.example.net',
  scopes: 'openid',
});
const path = '/networks/12345678/oidc/save';
const servers = await Promise.all(
  (['checked', 'trusted'] as const).map(async (signatures) => ({
    signatures,
    running: await createWickrMock({ signatures }).start(),
    rates: [] as number[],
  })),
);
const sign = createSigner();
for (let round = 0; round < 6; round += 1)
  for (const { running, rates } of servers) {
    const headers = await sign(
      {
        method: 'POST',
        url: `${running.url}${path}`,
        headers: { 'content-type': 'application/json' },
        body,
      },
      {
        credentials: {
          accessKeyId: 'AKIDEXAMPLE',
          secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
        },
        region: 'us-east-1',
        service: 'wickr',
        date: new Date(),
      },
    );
    const request = {
      method: 'POST',
      path,
      headers: { 'content-type': 'application/json', ...headers },
      body,
    };
    const { requestsPerSecond, wrong } = await load(running.port, request, {
      connections: 16,
      milliseconds: 1000,
    });
    if (wrong > 0) throw new Error(`${wrong} answers were wrong`);
    if (round > 0) rates.push(requestsPerSecond);
  }
const [checked = 0, trusted = 0] = servers.map(
  ({ rates }) => rates.toSorted((a, b) => a - b)[2] ?? 0,
);
console.log(
  `\nWickr save, 16 connections, load in the same process: signatures checked ${checked.toFixed(0)}/s, trusted ${trusted.toFixed(0)}/s, cost ${(trusted / checked).toFixed(2)} times`,
);
await Promise.all(servers.map(({ running }) => running.stop()));
