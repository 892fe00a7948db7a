import type { Severity } from '../signInFinding.ts';

/** What a real sign-in can find. */
interface SignInProblem {
  readonly severity: Exclude<Severity, 'ok'>;
  /** What people see. */
  readonly symptom: string;
  /** What is looked at. */
  readonly looksAt: string;
}

/** Every problem that only a sign-in shows, by its code. */
export const signInProblems = {
  signInImpossible: {
    severity: 'error',
    symptom: 'Sign-in cannot begin',
    looksAt: 'whether there are a client id and the endpoints of a provider',
  },
  tokenEndpointPlain: {
    severity: 'error',
    symptom: 'The client secret can be read on its way',
    looksAt:
      'whether the document and its token endpoint are behind https://; the secret is not sent otherwise',
  },
  tokenEndpointUnreadable: {
    severity: 'error',
    symptom: 'Sign-in stops after the provider sent the user back',
    looksAt: 'whether the token endpoint answers',
  },
  clientRefused: {
    severity: 'error',
    symptom: 'Everybody is locked out one morning; or invalid client from the first day',
    looksAt: 'whether the provider knows the client by its secret, sent in both ways',
  },
  clientMethodRefused: {
    severity: 'error',
    symptom: 'Invalid client with one way to send the secret',
    looksAt: 'whether the chosen way works, and whether the other one does',
  },
  nobodyCameBack: {
    severity: 'error',
    symptom: 'Redirect mismatch; or an error page of the provider',
    looksAt: 'whether the browser comes back to the redirect URI of this sign-in',
  },
  redirectUriUnknown: {
    severity: 'error',
    symptom: 'Redirect mismatch, and the two look the same; or http:// in it',
    looksAt:
      'whether the provider sends a browser back to the redirect URI of the service, as it does to that of this sign-in',
  },
  accessDenied: {
    severity: 'error',
    symptom: 'User not found',
    looksAt: 'whether the provider lets this user in',
  },
  scopeRefused: {
    severity: 'error',
    symptom: 'Unknown scope',
    looksAt: 'whether the provider gives this client the scopes',
  },
  signInRefused: {
    severity: 'error',
    symptom: 'An error of the provider comes back',
    looksAt: 'any other error with which the provider sends the user back',
  },
  codeRefused: {
    severity: 'error',
    symptom: 'Sign-in stops after the provider sent the user back',
    looksAt: 'whether the provider gives tokens for the code',
  },
  idTokenMissing: {
    severity: 'error',
    symptom: 'No ID token',
    looksAt: 'whether an ID token comes, which takes the scope openid',
  },
  idTokenEncrypted: {
    severity: 'error',
    symptom: 'Expected RS256, got RSA-OAEP-256',
    looksAt: 'whether the ID token has five parts, as encrypted ones have',
  },
  tokenAlgorithm: {
    severity: 'error',
    symptom: 'Expected RS256, got HS256 or ES384',
    looksAt: 'with which algorithm the ID token is really signed',
  },
  tokenIssuerDiffers: {
    severity: 'error',
    symptom: 'The document and the token name different issuers',
    looksAt: 'the issuer in the ID token and in the response, to the character',
  },
  idTokenInvalid: {
    severity: 'error',
    symptom: 'The token is not for this client, is not yet valid, or has expired',
    looksAt: 'everything else that a client has to verify in an ID token, the nonce too',
  },
  signatureWrong: {
    severity: 'error',
    symptom: 'Key not found',
    looksAt: 'whether a published key verifies the signature of the ID token',
  },
  claimMissing: {
    severity: 'error',
    symptom: 'No user name in the token',
    looksAt: 'whether the claim with the user name came; all that came are shown',
  },
  userNameDiffers: {
    severity: 'error',
    symptom: 'Signed in, then refused',
    looksAt: 'the user name in the token against the name of the account, to the character',
  },
  refreshTokenMissing: {
    severity: 'warning',
    symptom: 'Users are signed out again and again',
    looksAt: 'whether a refresh token came, where offline_access was asked for',
  },
} as const satisfies Readonly<Record<string, SignInProblem>>;

/** The code of one of them. */
export type SignInProblemCode = keyof typeof signInProblems;
