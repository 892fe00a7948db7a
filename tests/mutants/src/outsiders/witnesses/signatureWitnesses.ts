import { hashOf } from '../signatureV4.ts';
import { sendPlainly, signedPlainly } from './plainHttp.ts';
import {
  config,
  expectStatus,
  network,
  otherNetwork,
  signedSend,
  type Witness,
  type Witnesses,
} from './witness.ts';

const json = { 'content-type': 'application/json' };
const issuer = { issuer: config.issuer, scopes: config.scopes };

/** Whether a request is let in whose signature was changed after it was made. */
function letInWith(
  method: string,
  path: string,
  body: object | undefined,
  change: (signature: string) => string,
): Witness {
  return async (url) => {
    expectStatus(await signedSend(url, 'POST', `${network}/save`, config), 200);
    const request = { method, path, body, headers: body === undefined ? {} : json };
    const signed = signedPlainly(url, request);
    const [signature = ''] = /[0-9a-f]+$/.exec(signed.authorization) ?? [];
    const authorization = signed.authorization.replace(signature, change(signature));
    return (
      (await sendPlainly(url, { ...request, headers: { ...signed, authorization } })).status < 300
    );
  };
}

/** Whether the signature of a right request is taken for another request. */
function letInAgain(
  method: string,
  path: string,
  body: object | undefined,
  other: { readonly path?: string; readonly body?: object },
): Witness {
  return async (url) => {
    expectStatus(await signedSend(url, 'POST', `${network}/save`, config), 200);
    const request = { method, path, body, headers: body === undefined ? {} : json };
    const headers = signedPlainly(url, request);
    expectStatus(await sendPlainly(url, { ...request, headers }), 200);
    return (await sendPlainly(url, { ...request, ...other, headers })).status < 300;
  };
}

/** Whether a save is let in that claims another payload than it has. */
function letInClaiming(payload: string): Witness {
  return async (url) => {
    const headers = { 'x-amz-content-sha256': payload };
    const sent = await signedSend(url, 'POST', `${network}/save`, config, { payload, headers });
    return sent.status === 200;
  };
}

function otherDigit(digit: string | undefined): string {
  return digit === '0' ? '1' : '0';
}

export const signatureWitnesses: Witnesses = {
  'registerOidcConfig.unsigned-payload-taken': letInClaiming('UNSIGNED-PAYLOAD'),
  'registerOidcConfig.claimed-hash-believed': letInClaiming(hashOf('{}')),
  'registerOidcConfig.cache-without-body': letInAgain('POST', `${network}/save`, config, {
    body: { ...config, scopes: 'openid' },
  }),
  'registerOidcConfig.last-digit-not-compared': letInWith(
    'POST',
    `${network}/save`,
    config,
    (signature) => signature.slice(0, -1) + otherDigit(signature.at(-1)),
  ),
  'registerOidcConfigTest.cache-without-path': letInAgain('POST', `${network}/test`, issuer, {
    path: `${otherNetwork}/test`,
  }),
  'registerOidcConfigTest.first-digit-not-compared': letInWith(
    'POST',
    `${network}/test`,
    issuer,
    (signature) => otherDigit(signature[0]) + signature.slice(1),
  ),
  'getOidcInfo.cache-without-query': letInAgain('GET', network, undefined, {
    path: `${network}?clientId=other`,
  }),
  'getOidcInfo.cut-signature-taken': letInWith('GET', network, undefined, (signature) =>
    signature.slice(0, 32),
  ),
  'getOidcInfo.days-not-compared': async (url) => {
    expectStatus(await signedSend(url, 'POST', `${network}/save`, config), 200);
    const yesterday = new Date(Date.now() - 86_400_000).toISOString();
    const day = yesterday.slice(0, 10).replaceAll('-', '');
    return (await signedSend(url, 'GET', network, undefined, { day })).status === 200;
  },
};
