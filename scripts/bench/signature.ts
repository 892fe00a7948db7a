import { signRequest } from '@oidc-admin/wickr-client/signer';
import { load } from './load.ts';
import { computed, startProgram } from './peers.ts';

/*
 * What checking signatures costs: the same signed save, checked and taken on trust, in turns. Compared by the time that
 * the servers compute, which other work on the machine does not change.
 */
const path = '/networks/12345678/oidc/save';
const body = JSON.stringify({
  companyId: 'us-east-1-a',
  issuer: 'https://idp.example.net',
  scopes: 'openid',
});
const credentials = {
  accessKeyId: 'AKIDEXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
};
const headers = { 'content-type': 'application/json' };

async function signed(port: number): Promise<Record<string, string>> {
  return {
    ...headers,
    ...(await signRequest(
      { method: 'POST', url: `http://127.0.0.1:${port}${path}`, headers, body },
      { credentials, region: 'us-east-1', service: 'wickr', date: new Date() },
    )),
  };
}

const servers = [];
for (const signatures of ['checked', 'trusted']) {
  const peer = await startProgram('wickrServer.ts', signatures);
  servers.push({ peer, milliseconds: 0, requests: 0 });
}
for (let round = 0; round < 6; round += 1)
  for (const server of servers) {
    const { port, pid } = server.peer;
    const before = computed(pid);
    const result = await load(
      port,
      { method: 'POST', path, headers: await signed(port), body },
      { connections: 16, milliseconds: 1000 },
    );
    if (result.wrong > 0) throw new Error(`${result.wrong} answers were wrong`);
    // The first round warms up.
    if (round === 0) continue;
    server.milliseconds += computed(pid) - before;
    server.requests += result.requests;
  }
const [checked = Number.NaN, trusted = Number.NaN] = servers.map(
  ({ milliseconds, requests }) => (milliseconds * 1000) / requests,
);
console.log(
  `\nWickr save: ${checked.toFixed(0)} µs of computing with signatures checked, ${trusted.toFixed(0)} µs on trust, ${(checked / trusted).toFixed(2)} times`,
);
for (const { peer } of servers) peer.stop();
