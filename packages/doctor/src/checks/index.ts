import type { SignInCheck } from '../signInCheck.ts';
import { address } from './address.ts';
import { certificate } from './certificate.ts';
import { clientAuthentication } from './clientAuthentication.ts';
import { clientSecret } from './clientSecret.ts';
import { clock } from './clock.ts';
import { discoveryDocument } from './discoveryDocument.ts';
import { endpoints } from './endpoints.ts';
import { endpointVersion } from './endpointVersion.ts';
import { hostAddress } from './hostAddress.ts';
import { issuer } from './issuer.ts';
import { jwkSet } from './jwkSet.ts';
import { keys } from './keys.ts';
import { redirectUri } from './redirectUri.ts';
import { refreshTokens } from './refreshTokens.ts';
import { scopes } from './scopes.ts';
import { serviceTest } from './serviceTest.ts';
import { signingAlgorithms } from './signingAlgorithms.ts';
import { transport } from './transport.ts';
import { userNameClaim } from './userNameClaim.ts';

/** Every check by its name, in the order in which they are reported: first whether the provider is there, then what it says. */
export const checks: Readonly<Record<string, SignInCheck>> = {
  address,
  transport,
  hostAddress,
  certificate,
  serviceTest,
  discoveryDocument,
  issuer,
  endpointVersion,
  endpoints,
  signingAlgorithms,
  keys,
  jwkSet,
  clock,
  clientSecret,
  clientAuthentication,
  userNameClaim,
  scopes,
  refreshTokens,
  redirectUri,
};
