import type { SignInValues } from '@oidc-admin/client';
import type { JWK } from 'jose';
import { calculatePKCECodeChallenge } from 'oauth4webapi';
import { shown } from '../signInFinding.ts';
import type { SignInReport } from './signInReport.ts';
import { longestRequestMs, type TokenEndpoint } from './tokenEndpoint.ts';

/** A sign-in while it is made. */
export interface SignInAttempt {
  readonly values: SignInValues;
  readonly endpoint: TokenEndpoint;
  readonly keys: readonly JWK[];
  /** The keys as they are published by now. */
  readonly keysAgain: () => Promise<readonly JWK[]>;
  readonly state: string;
  readonly nonce: string;
  readonly report: SignInReport;
}

/** The scopes that are asked for: those of the service, or what a service asks for that does not let them be chosen. */
export function scopesOf({ scopes = 'openid profile email' }: SignInValues): string {
  return scopes;
}

/** Where a browser signs in, and comes back to a redirect URI. */
export async function authorizationUrl(
  { values, endpoint, state, nonce }: SignInAttempt,
  redirectUri: string,
  more: Readonly<Record<string, string>> = {},
): Promise<string> {
  const { server, client, codeVerifier } = endpoint;
  const url = new URL(server.authorization_endpoint ?? '');
  for (const [name, value] of new URLSearchParams(values.extraParameters ?? ''))
    url.searchParams.set(name, value);
  const parameters = {
    response_type: 'code',
    client_id: client.client_id,
    redirect_uri: redirectUri,
    scope: scopesOf(values),
    state,
    nonce,
    code_challenge: await calculatePKCECodeChallenge(codeVerifier),
    code_challenge_method: 'S256',
    ...more,
  };
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return url.href;
}

/**
 * Whether the provider sends a browser in which nobody is signed in straight back to a redirect URI, as it may where it knows it.
 * Undefined where it gave no answer, or was too busy for one.
 */
async function leadsBack(
  attempt: SignInAttempt,
  redirectUri: string,
): Promise<boolean | undefined> {
  const { surroundings, signal } = attempt.endpoint.reader;
  try {
    const url = await authorizationUrl(attempt, redirectUri, { prompt: 'none' });
    const response = await surroundings.fetch(url, {
      headers: { accept: 'text/html' },
      redirect: 'manual',
      signal: AbortSignal.any([signal, AbortSignal.timeout(longestRequestMs)]),
    });
    void response.body?.cancel().catch(() => undefined);
    if (response.status === 429 || response.status >= 500) return undefined;
    return response.headers.get('location')?.split(/[?#]/)[0] === redirectUri.split(/[?#]/)[0];
  } catch {
    // A browser may still get there; if not, the person says so.
    return undefined;
  }
}

/**
 * Asks whether the provider knows the redirect URI of the service, to the character, and that of this sign-in: without a person and
 * without a secret. Not every provider answers such a question; only where it sends back to one of the two, its silence about the
 * other says something. A question that failed says nothing. Answers whether it is silent about that of this sign-in.
 */
export async function judgeRedirectUris(attempt: SignInAttempt): Promise<boolean> {
  const { values, endpoint, report } = attempt;
  const { redirectUri: ofService } = values;
  if (ofService === undefined) return false;
  const knows = {
    ofService: await leadsBack(attempt, ofService),
    own: await leadsBack(attempt, endpoint.redirectUri),
  };
  if (knows.ofService) report.passed(`The provider knows the redirect URI ${shown(ofService)}.`);
  else if (knows.own === true && knows.ofService === false)
    report.problem('redirectUriUnknown', {
      what: 'The provider sends nobody back to the redirect URI of the service, although it does to that of this sign-in.',
      where: 'redirect_uri of the request for a sign-in',
      given: shown(ofService),
      action:
        'Register this redirect URI at the provider, exactly as it is. If it begins with http://, or has another host than people use, tell the service its public address first.',
    });
  return knows.ofService === true && knows.own === false;
}
