import { hasProperties } from '@oidc-admin/client';
import {
  type AuthorizationServer,
  type ClientAuth,
  generateRandomCodeVerifier,
  generateRandomNonce,
  generateRandomState,
  validateAuthResponse,
} from 'oauth4webapi';
import { isLoopback, mistakeInAddress } from '../address.ts';
import { documentOf, type Evidence, publishedText } from '../evidence.ts';
import { readKeys } from '../gatherEvidence.ts';
import type { Reader } from '../readPublished.ts';
import { compared, shown } from '../signInFinding.ts';
import { untilAborted } from '../untilAborted.ts';
import {
  authorizationUrl,
  judgeRedirectUris,
  scopesOf,
  type SignInAttempt,
} from './authorizationEndpoint.ts';
import { type CallbackServer, startCallbackServer } from './callbackServer.ts';
import { judgeIdToken } from './judgeIdToken.ts';
import { proofOfClient } from './proofOfClient.ts';
import type { SignInProblemCode } from './signInProblems.ts';
import { type SignInJudgement, SignInReport } from './signInReport.ts';
import { type TokenEndpoint, tokenResponse } from './tokenEndpoint.ts';

/** So long a person may take to sign in. */
const longestSignInMs = 300_000;

/** How a real sign-in is made. */
export interface SignInOptions {
  /**
   * Shows the person where to sign in. Gets the redirect URI too, which the provider has to know, and whether it seems not to: it
   * sends back to that of the service without asking anybody, and not to this one.
   */
  readonly show: (url: string, redirectUri: string, isUnknown: boolean) => void;
  /** Where the browser comes back to on this computer; a free port where left out. */
  readonly port?: number | undefined;
  /** The name of the account at the service, to compare. */
  readonly userName?: string | undefined;
  /** Milliseconds that the person has; 300000 where left out. */
  readonly timeoutMs?: number | undefined;
}

/** What an attempt begins with. */
interface PreparedSignIn extends Pick<SignInAttempt, 'state' | 'report'> {
  readonly reader: Reader;
  readonly server: AuthorizationServer;
  readonly options: SignInOptions;
}

/** By the error with which a provider sends the browser back (RFC 6749, section 4.1.2.1): the code, and what to do. */
const refusals = new Map<string, readonly [SignInProblemCode, string]>([
  [
    'access_denied',
    [
      'accessDenied',
      'Assign the user, or a group of the user, to the application at the provider. Who gave up signing in sees this too.',
    ],
  ],
  [
    'invalid_scope',
    ['scopeRefused', 'Leave the scope out, or allow it for this client at the provider.'],
  ],
]);
const otherRefusal = [
  'signInRefused',
  'Look for this request in the log of the provider.',
] as const;

/** Whether a secret that is sent there can be read on its way. */
function isPlain(address: string): boolean {
  const url = new URL(address);
  return url.protocol !== 'https:' && !isLoopback(url);
}

/** The parameters that came back, where they are believed. */
function believed(came: URLSearchParams, attempt: SignInAttempt): URLSearchParams | undefined {
  const { endpoint, state, report } = attempt;
  const { server, client } = endpoint;
  const where = 'what the provider sent back with the browser';
  report.secret(came.get('code'));
  const issuer = came.get('iss');
  if (issuer !== null && issuer !== server.issuer) {
    const { sentence, ...both } = compared(server.issuer, report.clean(issuer));
    report.problem('tokenIssuerDiffers', {
      what: `The provider came back as another issuer than that of the document. ${sentence}`,
      where,
      ...both,
      action: 'Take the address of the version, and of the tenant, that gives the tokens.',
    });
    return undefined;
  }
  const error = came.get('error');
  if (error !== null) {
    const words = report.shown([error, came.get('error_description') ?? ''].join(' ').trim());
    const [code, action] = refusals.get(error) ?? otherRefusal;
    report.problem(code, {
      what: `The provider refused the sign-in: ${words}`,
      where,
      ...(code === 'scopeRefused' ? { given: shown(scopesOf(attempt.values)) } : {}),
      action,
    });
    return undefined;
  }
  return validateAuthResponse(server, client, came, state);
}

/** What came back with the browser, unless the time is over before. */
async function waited(
  cameBack: Promise<URLSearchParams>,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<URLSearchParams | undefined> {
  const over = new AbortController();
  const timer = setTimeout(() => over.abort(), timeoutMs);
  try {
    return await untilAborted(cameBack, AbortSignal.any([signal, over.signal]));
  } finally {
    clearTimeout(timer);
  }
}

/** What the token endpoint says; whatever it is, its tokens are in no text from here on. */
async function bodyOf(
  response: Response,
  report: SignInReport,
): Promise<Readonly<Record<string, unknown>>> {
  const body: unknown = await response
    .clone()
    .json()
    .catch((error: unknown) => {
      if (response.status === 200) throw error;
    });
  if (!hasProperties(body)) return {};
  for (const name of ['id_token', 'access_token', 'refresh_token']) report.secret(body[name]);
  return body;
}

async function attemptTokens(
  attempt: SignInAttempt,
  proof: ClientAuth,
  came: URLSearchParams,
  userName: string | undefined,
): Promise<SignInJudgement> {
  const { values, endpoint, keys, keysAgain, nonce, report } = attempt;
  const { server, client } = endpoint;
  try {
    const parameters = believed(came, attempt);
    if (parameters === undefined) return report.judgement();
    const response = await tokenResponse(endpoint, proof, parameters);
    const body = await bodyOf(response, report);
    if (response.status === 200)
      return await judgeIdToken(
        { values, server, client, keys, keysAgain, nonce, response, body },
        userName,
        report,
      );
    const words = ['error', 'error_description'].flatMap((name) => publishedText(body[name]) ?? []);
    const said = words.length === 0 ? 'without an error of OAuth' : report.shown(words.join(' '));
    const what = `The token endpoint answered ${response.status}: ${said}`;
    if (body['error'] === 'invalid_client') return report.clientRefused(what).judgement();
    report.problem('codeRefused', {
      what,
      where: 'the response of the token endpoint',
      action: 'Look for this request in the log of the provider.',
    });
  } catch (error) {
    report.problem('codeRefused', {
      what: `There are no tokens for the code: ${report.reason(error)}.`,
      where: 'the response of the token endpoint',
      action: 'Look for this request in the log of the provider.',
    });
  }
  return report.judgement();
}

/** Asks whether the client is known; if so, has a person sign in, and judges what comes. */
async function attemptWith(
  { redirectUri, cameBack }: CallbackServer,
  { values, document, keys: published }: Evidence,
  { reader, server, state, report, options }: PreparedSignIn,
): Promise<SignInJudgement> {
  const { show, userName, timeoutMs = longestSignInMs } = options;
  const endpoint: TokenEndpoint = {
    server,
    client: { client_id: values.clientId ?? '' },
    reader,
    redirectUri,
    codeVerifier: generateRandomCodeVerifier(),
  };
  report.secret(values.clientSecret);
  report.secret(endpoint.codeVerifier);
  const keys = published !== undefined && 'value' in published ? published.value : [];
  const attempt: SignInAttempt = {
    keysAgain: async () => {
      const again = document && (await readKeys(document, reader));
      return again !== undefined && 'value' in again ? again.value : [];
    },

    values,
    endpoint,
    keys,
    state,
    nonce: generateRandomNonce(),
    report,
  };
  let proof: ClientAuth | undefined;
  try {
    proof = await proofOfClient(attempt);
  } catch (error) {
    report.problem('tokenEndpointUnreadable', {
      what: `The token endpoint cannot be asked: ${report.reason(error)}.`,
      where: shown(server.token_endpoint ?? ''),
      action: 'Look whether it is reached from here, and at the log of the provider.',
    });
  }
  if (proof === undefined) return report.judgement();
  const isUnknown = await judgeRedirectUris(attempt);
  show(await authorizationUrl(attempt, redirectUri), redirectUri, isUnknown);
  const came = await waited(cameBack, timeoutMs, reader.signal);
  if (came !== undefined) return attemptTokens(attempt, proof, came, userName);
  report.problem('nobodyCameBack', {
    what: 'The browser did not come back in time.',
    where: 'the redirect URI of this sign-in',
    given: redirectUri,
    action: `Look at the page of the provider. If it speaks of a redirect, register ${redirectUri} there for this test, exactly as it is.`,
  });
  return report.judgement();
}

/** What a sign-in lacks, where it cannot begin. */
function lack({ document: reading, values }: Evidence) {
  const action = 'See what else was found.';
  if (reading === undefined) return { what: 'A sign-in needs the address of a provider.', action };
  if ('value' in reading)
    return values.clientId === undefined
      ? {
          what: 'A sign-in needs a client id.',
          where: 'the client id',
          action: 'Give the client id.',
        }
      : { what: 'The provider names no endpoints by which users sign in.', action };
  const { failure, url, why } = reading;
  const what =
    failure === 'unreachable'
      ? `The provider could not be reached: ${why}.`
      : `The provider was reached, but its discovery document could not be read: ${why}.`;
  return { what, where: url, action };
}

/** What of the provider a sign-in needs; undefined, with a finding, where it is not there. */
export function usableServer(
  evidence: Evidence,
  report: SignInReport,
): AuthorizationServer | undefined {
  const server = documentOf(evidence);
  const { clientId } = evidence.values;
  const endpoints = [server?.authorization_endpoint, server?.token_endpoint];
  // A browser may be opened with one of them: it must not lead to a file or a program.
  const isThere = endpoints.every(
    (url) => typeof url === 'string' && mistakeInAddress(url) === undefined,
  );
  if (server === undefined || !isThere || clientId === undefined) {
    report.problem('signInImpossible', { where: 'the discovery document', ...lack(evidence) });
    return undefined;
  }
  const { token_endpoint: endpoint = '' } = server;
  // Who can change the document on its way can name another endpoint.
  const plain = [evidence.issuer, endpoint].find(isPlain);
  if (plain === undefined) return server;
  report.problem('tokenEndpointPlain', {
    what: 'The document or its token endpoint does not begin with https://: no secret was sent there.',
    where: 'token_endpoint in the discovery document',
    found: shown(plain),
    action: 'Use the https:// address of the provider, and tell the provider its public address.',
  });
  return undefined;
}

/**
 * Signs in for real, by the authorization code flow with PKCE: asks the token endpoint whether it knows the client, has a person
 * sign in with a browser, and judges what comes. Nothing is saved anywhere.
 */
export async function attendSignIn(
  evidence: Evidence,
  reader: Reader,
  options: SignInOptions,
): Promise<SignInJudgement> {
  const report = new SignInReport();
  const server = usableServer(evidence, report);
  if (server === undefined) return report.judgement();
  const state = generateRandomState();
  const callback = await startCallbackServer(options.port ?? 0, state).catch((error: unknown) => {
    report.problem('signInImpossible', {
      what: `Nobody can come back to this computer: ${report.reason(error)}.`,
      where: 'the redirect URI of this sign-in',
      action: 'Choose another port.',
    });
  });
  if (callback === undefined) return report.judgement();
  await using waiting = callback;
  // The callback server has to be there until all is judged.
  return await attemptWith(waiting, evidence, { reader, server, state, report, options });
}
