import {
  byEndpoints,
  expectStatus,
  provider,
  providerPath,
  session,
  type Witness,
  type Witnesses,
} from './witness.ts';

function addedWith(jwkSet: string): Witness {
  return async (url) => {
    const send = await session(url);
    return (await send('POST', providerPath, { id: 'one', ...byEndpoints, jwkSet })).status === 201;
  };
}

function updatedWith(jwkSet: string): Witness {
  return async (url) => {
    const send = await session(url);
    expectStatus(await send('POST', providerPath, { id: 'one', ...provider }), 201);
    return (await send('PUT', `${providerPath}/one/`, { ...byEndpoints, jwkSet })).status === 200;
  };
}

export const jwkSetWitnesses: Witnesses = {
  'addProvider.keys-missing': addedWith('{}'),
  'addProvider.keys-of-texts': addedWith('{"keys":["a"]}'),
  'updateProvider.keys-no-array': updatedWith('{"keys":{"kty":"RSA"}}'),
  'updateProvider.keys-no-json': updatedWith('no JSON'),
  'updateProvider.keys-bare-list': updatedWith('[{"kty":"RSA"}]'),
};
