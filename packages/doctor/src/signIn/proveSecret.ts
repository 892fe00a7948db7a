import { AbortedError, type SecretProof, type SignInValues } from '@oidc-admin/client';
import { generateRandomCodeVerifier } from 'oauth4webapi';
import { type DiagnoseOptions, gatherInTime } from '../diagnose.ts';
import { networkOf } from '../doctorSurroundings.ts';
import { usableServer } from './attendSignIn.ts';
import { SignInReport } from './signInReport.ts';
import { type ClientMethod, clientProof, knowsClient, refusesMadeUp } from './tokenEndpoint.ts';

/** How a secret is proven. */
type ProofOptions = Omit<DiagnoseOptions, 'serviceTest' | 'signIn'>;

/** The provider needs one, and compares it only after it knows the client. */
const anyRedirectUri = 'http://127.0.0.1/callback';

/**
 * Whether the provider knows the client by the secret in the values: a token request with a code that was never issued tells an
 * unknown client from everything else. `unproven` where there is no provider to ask, or where it does not tell: a made-up secret is
 * sent too, which it has to refuse. Sends the secret to the token endpoint, never over plain http to another computer, and changes
 * nothing. Rejects with an `AbortedError` where `signal` ends it.
 */
export async function proveSecret(
  values: SignInValues,
  options: ProofOptions = {},
): Promise<SecretProof> {
  const { clientSecret = '', clientSecretMethod, redirectUri = anyRedirectUri } = values;
  const { signal = new AbortController().signal } = options;
  const surroundings = options.surroundings ?? (await networkOf(options, values.certificate));
  const evidence = await gatherInTime(values, surroundings, options);
  const report = new SignInReport();
  report.secret(clientSecret);
  const server = usableServer(evidence, report);
  const stopIfAborted = (): void => {
    if (signal.aborted)
      throw new AbortedError({ message: "rotation: aborted by the caller's signal" });
  };
  stopIfAborted();
  if (server === undefined)
    return { is: 'unproven', why: report.judgement().findings[0]?.what ?? 'no provider' };
  const endpoint = {
    server,
    client: { client_id: values.clientId ?? '' },
    reader: { surroundings, signal },
    redirectUri,
    codeVerifier: generateRandomCodeVerifier(),
  };
  // A service that does not say how it sends the secret may send it either way.
  const methods: readonly ClientMethod[] =
    clientSecretMethod === undefined ? ['basic', 'post'] : [clientSecretMethod];
  try {
    for (const method of methods) {
      if (!(await knowsClient(endpoint, clientProof(clientSecret, method)))) continue;
      return (await refusesMadeUp(endpoint, method))
        ? { is: 'known' }
        : { is: 'unproven', why: 'the provider refuses no secret before it sees a right code' };
    }
    return { is: 'refused' };
  } catch (error) {
    stopIfAborted();
    return { is: 'unproven', why: report.reason(error) };
  }
}
