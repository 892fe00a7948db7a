import type { RuleKind } from '@oidc-admin/contract';
import type { AllowedResponse, Model, ModelRequest, ModelState } from '@oidc-admin/model';

/** What may be refused for a reason that no traffic shows. `isKnown`: what stands there and above it was seen. */
export function possibleRefusals(
  model: Model,
  state: ModelState,
  { operation: id, caller, body }: ModelRequest,
  isKnown: boolean,
): readonly AllowedResponse[] {
  const { contract } = model;
  const operation = contract.operations.find((one) => one.id === id);
  const isClosed = caller.kind === 'token' && state.sessions.get(caller.token)?.closed === true;
  const kinds: readonly RuleKind[] = [
    'permission',
    'unreachable',
    'prefix',
    'credentials',
    ...(caller.kind === 'none' || isClosed ? [] : (['security'] as const)),
    ...(isKnown ? [] : (['existence', 'taken'] as const)),
    ...(body.kind === 'none' && operation?.body !== undefined ? (['mediaType'] as const) : []),
  ];
  return kinds.flatMap((kind) =>
    contract.clauses
      .filter((clause) => clause.operation === id && clause.kind === kind)
      .flatMap(({ element }) => model.refusal(state, id, kind, element))
      // That a proof should be refused does not mean that it may be answered as if nothing were there.
      .filter(({ status, warn }) => kind !== 'security' || !warn || status !== '4XX'),
  );
}
