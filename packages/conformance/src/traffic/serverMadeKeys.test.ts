import type { Contract } from '@oidc-admin/contract';
import { expect, test } from 'vitest';
import { apis } from '../testing/generated/apis.ts';
import { judgeTraffic } from './judgeTraffic.ts';
import type { TrafficExchange } from './trafficExchange.ts';

const providers = 'https://pvwa.example.com/PasswordVault/api/Configuration/OIDC/Providers';
const json = { 'content-type': 'application/json' };
const body = {
  authenticationFlow: 'Code',
  discoveryEndpointUrl: 'https://idp.example.com/.well-known/openid-configuration',
  clientId: 'new',
  clientSecretMethod: 'Basic',
  userNameClaim: 'preferred_username',
};

/** As if the server made the ids. */
async function madeIds(type: 'string' | 'integer'): Promise<Contract> {
  const { contract } = (await apis.pvwa.createMock())();
  return {
    ...contract,
    resources: contract.resources.map((one) => ({
      ...one,
      serverMade: [...one.serverMade, 'id'],
      properties: one.properties.map((property) =>
        property.name === 'id' ? { ...property, types: [type] } : property,
      ),
    })),
  };
}

type Step = readonly [
  method: string,
  url: string,
  sent: unknown,
  status: number,
  answered: unknown,
];

function wrongIn(contract: Contract, ...steps: readonly Step[]): readonly string[] {
  const traffic = steps.map(([method, url, sent, status, answered], at): TrafficExchange => ({
    start: at * 10,
    end: at * 10 + 1,
    method,
    url,
    headers: { authorization: 'a-token-of-a-session', ...json },
    ...(sent !== undefined && { body: JSON.stringify(sent) }),
    response: { status, headers: json, body: JSON.stringify(answered) },
  }));
  const { findings } = judgeTraffic(contract, traffic);
  // A number is no right id there; only what was kept and listed is asked for.
  return findings
    .map(({ clause }) => clause)
    .filter((clause) => /\.(?:kept|listed|deleted)$/.test(clause));
}

test.each<['string' | 'integer', string | number]>([
  ['string', 'a7'],
  ['integer', 7],
])('a list of what has a made %s for its key accuses nobody', async (type, id) => {
  const contract = await madeIds(type);
  const listed = (...steps: readonly Step[]) => wrongIn(contract, ...steps);
  const list = (shown: object): Step => ['GET', providers, undefined, 200, { Providers: [shown] }];
  const read = (shown: object): Step => ['GET', `${providers}/${id}`, undefined, 200, shown];
  // The document wants an id, which names nothing here.
  const sent = { id: 'other', ...body };
  const create: Step = ['POST', providers, sent, 201, { id, ...body }];
  const right = { id, ...body };
  const old = { ...right, clientId: 'old' };
  expect(listed(list(right))).toEqual([]);
  expect(listed(read(right), list(right))).toEqual([]);
  expect(listed(create, list(right), read(right))).toEqual([]);
  // What was seen made must be read, and listed.
  expect(listed(create, read(old))).toEqual(['pvwa.provider.kept']);
  expect(listed(read(right), list(old))).toEqual(['pvwa.provider.listed']);
});
