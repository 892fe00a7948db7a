/** So many providers, as every server under load answers them. */
export function madeProviders(count: number): readonly { readonly id: string }[] {
  return Array.from({ length: count }, (_, index) => ({
    id: `corp${index}`,
    authenticationFlow: 'Code',
    discoveryEndpointUrl: 'https://idp.example.net/.well-known/openid-configuration',
    clientId: 'pvwa',
    clientSecretMethod: 'Basic',
    userNameClaim: 'preferred_username',
  }));
}

/** The lengths of the lists that are asked for. */
export const listLengths = [1, 100, 1000] as const;
