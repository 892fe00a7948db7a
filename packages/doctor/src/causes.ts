/** How a cause is named: by what is published and the values alone, by the service that tries the provider out, or by a real sign-in. */
export type CauseWay = 'published' | 'service' | 'signIn';

/** One thing that makes sign-ins fail in the field. */
export interface Cause {
  /** What people see, and what they say. */
  readonly symptom: string;
  /** What it was. */
  readonly was: string;
  /** The codes of the findings that name it. */
  readonly codes: Readonly<Partial<Record<CauseWay, readonly string[]>>>;
  /** Why there is no finding for it, or not in every way. */
  readonly unnamed?: string;
}

/** What administrators run into, from public threads about services that sign people in by OpenID Connect; numbered from 1, in this order. */
export const causes: readonly Cause[] = [
  {
    symptom: 'Issuer mismatch, and the two look the same',
    was: 'a slash at the end',
    codes: { published: ['issuerDiffers'] },
  },
  {
    symptom: 'Discovery fails',
    was: 'the URL of the document in a field for the issuer, or the other way round',
    codes: { published: ['documentInsteadOfIssuer', 'issuerInsteadOfDocument'] },
  },
  {
    symptom: '{tenantid} in the issuer',
    was: 'the address that all tenants share',
    codes: { published: ['issuerTemplate'] },
  },
  {
    symptom: 'The document and the token name different issuers',
    was: 'the document of another version of the endpoints',
    codes: { published: ['endpointVersion'], signIn: ['tokenIssuerDiffers'] },
  },
  {
    symptom: 'Expected RS256, got HS256',
    was: 'no signing key was chosen at the provider',
    codes: { published: ['signingKeyNotChosen'], signIn: ['tokenAlgorithm'] },
  },
  {
    symptom: 'Expected RS256, got RSA-OAEP-256',
    was: 'the provider encrypts ID tokens',
    codes: { signIn: ['idTokenEncrypted'] },
  },
  {
    symptom: 'Expected RS256, got ES384',
    was: 'a provider without RS256',
    codes: { published: ['rs256Missing'] },
  },
  {
    symptom: 'Unknown authority, although a browser is fine',
    was: 'a certification authority of one’s own, or a chain with a gap',
    codes: {
      published: ['certificateUntrusted', 'certificateIncomplete'],
      service: ['serviceTestFailed'],
    },
  },
  {
    symptom: 'The provider is not reached, although a browser is fine',
    was: 'a firewall, DNS, or a private address',
    codes: { published: ['privateAddress'], service: ['serviceTestFailed'] },
  },
  {
    symptom: 'Everybody is locked out one morning',
    was: 'the client secret expired',
    codes: { signIn: ['clientRefused'] },
  },
  {
    symptom: 'Invalid client, from the first day',
    was: 'the id of the secret in place of the secret',
    codes: { published: ['secretIsId'] },
  },
  {
    symptom: 'Redirect mismatch, with http:// in it',
    was: 'a proxy before the service ends TLS',
    codes: { published: ['redirectPlain'], signIn: ['redirectUriUnknown'] },
  },
  {
    symptom: 'Redirect mismatch, and the two look the same',
    was: 'letter case, or a slash',
    codes: { signIn: ['redirectUriUnknown'] },
    unnamed:
      'No provider publishes which redirect URIs it knows. The one to register is printed, to be copied',
  },
  {
    symptom: 'Invalid client with Basic only',
    was: 'characters that one side form-encodes and the other does not',
    codes: { published: ['charactersWithBasic'], signIn: ['clientMethodRefused'] },
  },
  {
    symptom: 'No user name in the token',
    was: 'the provider does not give the claim',
    codes: { published: ['claimNotAnnounced'], signIn: ['claimMissing'] },
  },
  {
    symptom: 'Signed in, then refused',
    was: 'the claim holds an e-mail address, and the account has a short name',
    codes: { signIn: ['userNameDiffers'] },
  },
  {
    symptom: 'Key not found, until a restart',
    was: 'the provider changed its keys, and the service keeps those of before',
    codes: { published: ['pinnedKeysOutdated', 'pinnedKeysPartly'] },
  },
  {
    symptom: 'Unknown scope',
    was: 'a scope that the provider does not have, or not for this client',
    codes: { published: ['scopeNotAnnounced'], signIn: ['scopeRefused'] },
  },
  {
    symptom: 'The administrator is signed out by saving',
    was: 'switching single sign-on on ends sessions',
    codes: {},
    unnamed: 'It belongs to a write, which says so before, and asks',
  },
  {
    symptom: 'Users are signed out again and again',
    was: 'no refresh token: the scope offline_access or the grant is missing',
    codes: {
      published: ['offlineAccessMissing', 'refreshGrantMissing'],
      signIn: ['refreshTokenMissing'],
    },
  },
  {
    symptom: 'User not found',
    was: 'the user is not assigned to the application at the provider',
    codes: { signIn: ['accessDenied'] },
  },
  {
    symptom: 'A log-on answers 200 without a token, or 500',
    was: 'another way to sign in answered: Windows itself, or a question of RADIUS',
    codes: {},
    unnamed: 'It is no sign-in by OpenID Connect; the commands that log on say it themselves',
  },
  {
    symptom: 'A token is not yet valid, or expired already',
    was: 'two clocks that differ',
    codes: { published: ['clocksDiffer', 'clocksDifferMuch'] },
  },
  {
    symptom: 'A private key among the keys that are kept',
    was: 'a set of keys that was exported with its private half',
    codes: { published: ['jwkSetPrivate'] },
  },
];

/** The numbers of the causes that a finding may have. */
export function causesOf(code: string): readonly number[] {
  return causes.flatMap(({ codes }, index) =>
    Object.values(codes).flat().includes(code) ? [index + 1] : [],
  );
}
