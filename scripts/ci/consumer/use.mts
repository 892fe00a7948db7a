/*
 * What a user of the published packages writes; compiled by every supported TypeScript against the tarballs.
 * Each @ts-expect-error is a mistake that the types must find.
 */
import { createPvwaClient, errors, type Provider, type PvwaError } from '@oidc-admin/pvwa-client';
import { access as pvwaAccess } from '@oidc-admin/pvwa-client/testing';
import {
  createWickrClient,
  errors as wickrErrors,
  type WickrError,
} from '@oidc-admin/wickr-client';
import { signRequest } from '@oidc-admin/wickr-client/signer';
import { access as wickrAccess } from '@oidc-admin/wickr-client/testing';

export async function usePvwa(url: string): Promise<string[]> {
  await using pvwa = createPvwaClient({ url, username: 'admin', password: 'Passw0rd!' });
  const { Providers } = await pvwa.listProviders();
  const provider = { id: 'a', clientId: 'b', clientSecretMethod: 'Basic' } as const;
  const byHand = { authenticationEndpointUrl: 'x', issuer: 'y', jwkSet: '{"keys":[]}' };
  const nothing: void = await pvwa.updateProvider({
    ...provider,
    discoveryEndpointUrl: 'https://x',
  });
  await pvwa.updateProvider({ ...provider, ...byHand }, { timeoutMs: 5000 });
  // @ts-expect-error neither the discovery URL nor all of the other three
  await pvwa.updateProvider({ ...provider, issuer: 'y', jwkSet: '{}' });
  // @ts-expect-error a method that is not documented
  await pvwa.updateProvider({ ...provider, clientSecretMethod: 'None', discoveryEndpointUrl: 'x' });
  // @ts-expect-error a member that is not documented
  await pvwa.updateProvider({ ...provider, discoveryEndpointUrl: 'x', discription: 'y' });
  // @ts-expect-error no decision on the secret
  await pvwa.modifyProvider('a', { description: null }, {});
  // @ts-expect-error the secret is decided apart from the changes
  await pvwa.modifyProvider('a', { clientSecret: 'x' }, { secret: null });
  // @ts-expect-error no such type of log-on
  await pvwa.logon({ type: 'SAML', username: 'a', password: 'b' });
  console.log(nothing, pvwaAccess.wrong['none']);
  const named: readonly Provider[] = Providers;
  return named.map(({ id }) => id);
}

export async function useWickr(): Promise<string | undefined> {
  const wickr = createWickrClient({ region: 'us-east-1' });
  // @ts-expect-error no network
  await wickr.getOidcInfo({});
  const path = { networkId: '12345678' };
  const { data, error, response } = await wickr.raw.GET('/networks/{networkId}/oidc', {
    params: { path },
  });
  console.log(data?.tokenInfo?.expiresIn, error?.message, response.status);
  console.log(wickrAccess.settings({}), signRequest);
  const { openidConnectInfo } = await wickr.getOidcInfo(path);
  return openidConnectInfo?.companyId;
}

export function describePvwa(error: PvwaError): string | number | undefined {
  switch (error.code) {
    case 'NotFound':
      return error.body?.ErrorMessage;
    case 'RadiusChallengeError':
      return error.question;
    case 'TimeoutError':
      return error.timeoutMs;
    default:
      return error.status;
  }
}

export function describeWickr(error: WickrError): string | number | undefined {
  switch (error.code) {
    case 'ValidationError':
      return error.body?.reasons?.[0]?.field;
    case 'UnexpectedResponseError':
      return error.reason;
    default:
      return error.requestId;
  }
}

export const isTaken = (error: unknown): boolean =>
  error instanceof errors.Conflict || error instanceof wickrErrors.BadRequestError;
