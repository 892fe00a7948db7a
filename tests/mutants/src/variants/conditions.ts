import { operationsWith, type VariantMutant, type VariantMutants } from '../variantMutant.ts';

/** Conditions that are read in part, or come too late. */
export const conditions: VariantMutants = (contract) => [
  ...operationsWith(contract, 'presentTag').map(({ clause }): VariantMutant => ({
    clause,
    name: 'anyRefused',
    says: 'A state that may be any is taken for the name of one.',
    hooks: {
      decide: (decision, { request, refuse }) =>
        request.headers?.['if-match'] === '*' && decision.broken.length === 0
          ? refuse(412, 'The state is another one.')
          : decision,
    },
  })),
  ...operationsWith(contract, 'staleTag').flatMap(({ clause }): readonly VariantMutant[] => [
    {
      clause,
      name: 'doneAllTheSame',
      says: 'What is refused for its state was done before.',
      hooks: {
        decide: (decision, { model, state, request }) => {
          if (decision.broken[0]?.kind !== 'staleTag') return decision;
          const [done] = model.step(state, {
            ...request,
            headers: { ...request.headers, 'if-match': '*' },
          });
          const next = done?.next({ status: 200, body: undefined });
          return next === undefined ? decision : { ...decision, next };
        },
      },
    },
    {
      clause,
      name: 'begins',
      says: 'Of the state only the first letters are compared.',
      hooks: {
        request: (request, { model, state, operation }) => {
          const given = request.headers?.['if-match'];
          const { action } = operation;
          if (given === undefined || !('resource' in action)) return request;
          const tags = [...(state.resources.get(action.resource)?.values() ?? [])]
            .flatMap((saved) => [...saved.values()])
            .map((saved) => model.deployment.tagOf?.(saved) ?? '');
          const isLike = tags.some((tag) => tag.slice(0, 9) === given.slice(0, 9));
          return isLike
            ? { ...request, headers: { ...request.headers, 'if-match': '*' } }
            : request;
        },
      },
    },
  ]),
];
