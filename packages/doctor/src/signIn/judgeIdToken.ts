import type { SignInValues } from '@oidc-admin/client';
import {
  createLocalJWKSet,
  decodeJwt,
  decodeProtectedHeader,
  errors,
  type JWK,
  jwtVerify,
} from 'jose';
import {
  type AuthorizationServer,
  type Client,
  processAuthorizationCodeResponse,
} from 'oauth4webapi';
import { compared, shown } from '../signInFinding.ts';
import type { SignInJudgement, SignInReport } from './signInReport.ts';

/** An ID token as it came, and what it is compared with. */
interface ReceivedToken {
  readonly values: SignInValues;
  readonly server: AuthorizationServer;
  readonly client: Client;
  readonly keys: readonly JWK[];
  /** The keys as they are published by now. */
  readonly keysAgain: () => Promise<readonly JWK[]>;
  readonly nonce: string;
  /** The response of the token endpoint. */
  readonly response: Response;
  /** What it says. */
  readonly body: Readonly<Record<string, unknown>>;
}

/** The claims that say something of the user, as text; all else is of the protocol. */
const protocolClaims = new Set(
  'iss aud exp iat nbf nonce at_hash c_hash auth_time azp acr amr sid jti rh uti ver aio'.split(
    ' ',
  ),
);

function shownClaims(
  claims: Readonly<Record<string, unknown>>,
  report: SignInReport,
): Record<string, string> {
  const own = Object.entries(claims).filter(([name]) => !protocolClaims.has(name));
  return Object.fromEntries(
    own.map(([name, value]) => [
      report.shown(name),
      report.shown(typeof value === 'string' ? value : JSON.stringify(value)),
    ]),
  );
}

/** Looks at the form of the token before anybody believes it: the reasons of a library name no cause. */
function judgeForm(
  idToken: unknown,
  { server }: ReceivedToken,
  report: SignInReport,
): idToken is string {
  if (typeof idToken !== 'string')
    return report.problem('idTokenMissing', {
      what: 'The provider gave no ID token.',
      where: 'the response of the token endpoint',
      action:
        'Ask for the scope openid, and have the provider treat the client as one of OpenID Connect.',
    });
  if (idToken.split('.').length === 5)
    return report.problem('idTokenEncrypted', {
      what: 'The ID token is encrypted, and the service cannot read it.',
      where: 'the ID token',
      action: 'Switch the encryption of ID tokens off for this client at the provider.',
    });
  const { alg = 'none' } = decodeProtectedHeader(idToken);
  if (/^(?:HS\d+|none)$/.test(alg))
    return report.problem('tokenAlgorithm', {
      what: 'The ID token is not signed with a key that others can verify.',
      where: 'the header of the ID token',
      given: 'RS256',
      found: report.shown(alg),
      action: 'Choose a signing key (RS256) for this client at the provider.',
    });
  const { iss = '' } = decodeJwt(idToken);
  if (iss !== server.issuer) {
    const { sentence, ...both } = compared(server.issuer, report.clean(iss));
    return report.problem('tokenIssuerDiffers', {
      what: `The ID token names another issuer than the document. ${sentence}`,
      where: 'iss in the ID token',
      ...both,
      action: 'Take the address of the version, and of the tenant, that gives the tokens.',
    });
  }
  report.refute('endpointVersion', 'The ID token names the issuer of the document.');
  report.passed(
    `The ID token is signed with ${report.shown(alg)}, and names the issuer of the document.`,
  );
  return true;
}

/** Rejects where no key verifies the token. One that names none of several that fit is tried with each. */
async function verified(idToken: string, keys: readonly JWK[]): Promise<void> {
  // Its times were judged before; here it is about the key.
  const options = { clockTolerance: 3600 };
  try {
    await jwtVerify(idToken, createLocalJWKSet({ keys: [...keys] }), options);
  } catch (error) {
    if (!(error instanceof errors.JWKSMultipleMatchingKeys)) throw error;
    let refusal: unknown = error;
    for await (const key of error) {
      try {
        await jwtVerify(idToken, key, options);
        return;
      } catch (reason) {
        refusal = reason;
      }
    }
    throw refusal;
  }
}

async function judgeSignature(
  idToken: string,
  { keys, keysAgain }: ReceivedToken,
  report: SignInReport,
): Promise<boolean> {
  try {
    // While somebody signed in, the keys may have been changed: every client reads them again.
    await verified(idToken, keys).catch(async () => verified(idToken, await keysAgain()));
  } catch (error) {
    return report.problem('signatureWrong', {
      what: `No published key verifies the ID token: ${report.reason(error)}.`,
      where: 'the signature of the ID token',
      action:
        'Look whether the keys at jwks_uri are those of this client, and whether they were changed a moment ago.',
    });
  }
  report.passed('A published key verifies the ID token.');
  return true;
}

function judgeUserName(
  claims: Readonly<Record<string, string>>,
  { values: { userNameClaim: claim } }: ReceivedToken,
  userName: string | undefined,
  report: SignInReport,
): void {
  if (claim === undefined) return;
  const found = Object.hasOwn(claims, claim) ? claims[claim] : undefined;
  if (found === undefined) {
    report.problem('claimMissing', {
      what: `The ID token has no claim ${shown(claim)}.`,
      where: 'the ID token',
      given: shown(claim),
      found: Object.keys(claims).join(', '),
      action: 'Choose one of those that came, or have the provider put this one into the ID token.',
    });
    return;
  }
  report.refute(
    'claimNotAnnounced',
    `The provider does not announce the claim ${shown(claim)}, and gives it.`,
  );
  report.passed(`The user name is ${found}, from the claim ${shown(claim)}.`);
  if (userName === undefined || shown(userName) === found) return;
  const { sentence, ...both } = compared(userName, found);
  const others = Object.keys(claims).filter((name) => claims[name] === shown(userName));
  report.problem('userNameDiffers', {
    what: `The user name in the token is not the name of the account. ${sentence}`,
    where: `${shown(claim)} in the ID token`,
    ...both,
    action:
      others.length > 0
        ? `Choose the claim ${others.join(' or ')}, which holds it.`
        : 'Choose another claim, have the provider fill this one with the name of the account, or name the account so.',
  });
}

/** Judges an ID token, and the user name in it. */
export async function judgeIdToken(
  token: ReceivedToken,
  userName: string | undefined,
  report: SignInReport,
): Promise<SignInJudgement> {
  const { server, client, nonce, response, body, keys, values } = token;
  const idToken = body['id_token'];
  try {
    if (!judgeForm(idToken, token, report)) return report.judgement();
    await processAuthorizationCodeResponse(server, client, response, {
      expectedNonce: nonce,
      requireIdToken: true,
    });
  } catch (error) {
    report.problem('idTokenInvalid', {
      what: `The response of the token endpoint is not valid: ${report.reason(error)}.`,
      where: 'the ID token',
      action: 'Look at client id, clocks, and at what the provider puts into ID tokens.',
    });
    return report.judgement();
  }
  // Whoever signed it may have written anything into it.
  if (keys.length > 0 && !(await judgeSignature(idToken, token, report))) return report.judgement();
  const claims = shownClaims(decodeJwt(idToken), report);
  judgeUserName(claims, token, userName, report);
  if (typeof body['refresh_token'] === 'string')
    for (const code of ['offlineAccessMissing', 'refreshGrantMissing'])
      report.refute(code, 'A refresh token comes.');
  const wantsRefresh = values.scopes?.split(' ').includes('offline_access') ?? false;
  if (wantsRefresh && typeof body['refresh_token'] !== 'string')
    report.problem('refreshTokenMissing', {
      what: 'There came no refresh token, although offline_access was asked for.',
      where: 'the response of the token endpoint',
      action: 'Switch the grant refresh_token on for this client at the provider.',
    });
  return report.judgement(claims);
}
