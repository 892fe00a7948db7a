/** What a service is told about its identity provider, in the words of OpenID Connect, whatever the service calls them. */
export interface SignInValues {
  /** As somebody typed it: an issuer, or the URL of a discovery document. */
  readonly address?: string | undefined;
  /** Which of the two the service wants; left out where nobody knows. */
  readonly addressForm?: 'issuer' | 'document' | undefined;
  /** These three stand for an address where a provider is described by hand. */
  readonly issuer?: string | undefined;
  readonly authorizationEndpoint?: string | undefined;
  /** Keys that the service keeps: JSON with an array `keys`. */
  readonly jwkSet?: string | undefined;
  readonly clientId?: string | undefined;
  readonly clientSecret?: string | undefined;
  /** How the secret reaches the token endpoint: in the header, or in the body. */
  readonly clientSecretMethod?: 'basic' | 'post' | undefined;
  /** Separated by spaces; left out where the service does not let them be chosen. */
  readonly scopes?: string | undefined;
  /** More of the authorization request, as a query string. */
  readonly extraParameters?: string | undefined;
  /** The claim that holds the name by which the service knows a user. */
  readonly userNameClaim?: string | undefined;
  /** PEM of a certification authority that the service trusts beside the usual ones. */
  readonly certificate?: string | undefined;
  /** Where the service wants users to come back. */
  readonly redirectUri?: string | undefined;
}

/** What a service says when it tries a provider out itself. */
export interface ServiceTest {
  readonly reached: boolean;
  /** Its own words. */
  readonly said: string;
}

/** RFC 7518, sections 6.2.2, 6.3.2 and 6.4.1. */
const privateMembers = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];

/** The names of the members of a JWK that only the owner of the key may have; none for a public key. */
export function privateMembersIn(key: object): readonly string[] {
  return privateMembers.filter((name) => Object.hasOwn(key, name));
}
