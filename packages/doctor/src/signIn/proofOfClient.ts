import type { ClientAuth } from 'oauth4webapi';
import type { SignInAttempt } from './authorizationEndpoint.ts';
import { type ClientMethod, clientProof, knowsClient, refusesMadeUp } from './tokenEndpoint.ts';

/** The proof with which the provider knows the client: by the chosen way, else by the other; undefined where there is none. */
export async function proofOfClient({
  values,
  endpoint,
  report,
}: SignInAttempt): Promise<ClientAuth | undefined> {
  const { clientSecret: secret, clientSecretMethod: chosen } = values;
  const first: ClientMethod = chosen ?? 'basic';
  if (secret === undefined) return clientProof(undefined, first);
  const other: ClientMethod = first === 'basic' ? 'post' : 'basic';
  const known = {
    first: await knowsClient(endpoint, clientProof(secret, first)),
    other: await knowsClient(endpoint, clientProof(secret, other)),
  };
  if (!known.first && !known.other) {
    report.clientRefused(
      'The provider does not know the client by its secret, sent in either way.',
    );
    return undefined;
  }
  const way = known.first ? first : other;
  if (way !== chosen && chosen !== undefined)
    report.problem('clientMethodRefused', {
      what: `The provider knows the client by its secret sent by ${way}, and not by ${chosen}.`,
      where: 'the response of the token endpoint',
      given: chosen,
      found: way,
      action: `Choose ${way}, or switch ${chosen} on for this client at the provider.`,
    });
  else if (await refusesMadeUp(endpoint, way)) {
    const rest = way === 'basic' ? 'post' : 'basic';
    const both = known.first && known.other ? `and by ${rest} too` : `and not by ${rest}`;
    report.passed(`The provider knows the client by its secret, sent by ${way}, ${both}.`);
    report.refute('secretIsId', 'The client secret has the form of an id, and it is the secret.');
    report.refute(
      'methodNotOffered',
      'The provider does not announce the chosen way to send the client secret, and takes it.',
    );
  }
  return clientProof(secret, way);
}
