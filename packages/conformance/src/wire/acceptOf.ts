import { acceptedBy, type Operation } from '@oidc-admin/contract';

/** The header `Accept` of a request: where a server could choose, it is told what is read. */
export function acceptOf(operation: Operation): Readonly<Record<string, string>> {
  const accept = acceptedBy(operation);
  const hasChoice = operation.responses.some(
    ({ otherMediaTypes }) => otherMediaTypes !== undefined,
  );
  return hasChoice || accept !== 'application/json' ? { accept } : {};
}
