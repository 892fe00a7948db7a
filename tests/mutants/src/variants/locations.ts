import { onSuccess, type FaultContext, type FaultHooks } from '@oidc-admin/mock/faults';
import { childrenOf } from '@oidc-admin/model';
import { operationsWith, type VariantMutant, type VariantMutants } from '../variantMutant.ts';

/** A `Location` that leads to another place than to what was created. */
export const locations: VariantMutants = (contract) =>
  operationsWith(contract, 'location').flatMap(({ clause, operation }) => {
    const mutant = (name: string, says: string, hooks: FaultHooks): VariantMutant => ({
      clause,
      name,
      says,
      hooks,
    });
    const resource = contract.resources.find(
      ({ name }) => 'resource' in operation.action && name === operation.action.resource,
    );
    return [
      mutant(
        'others',
        'It leads to what was created before.',
        leading((location, { state }) => {
          const [parents] = [...(state.resources.get(resource?.name ?? '')?.keys() ?? [])];
          const key = [...childrenOf(state, resource?.name ?? '', parents ?? '').keys()].at(-1);
          return key === undefined ? location : lastIs(location, key);
        }),
      ),
      mutant(
        'list',
        'It leads to the list.',
        leading((location) => parts(location).join('/')),
      ),
      mutant(
        'below',
        'It has the key twice.',
        leading((location) => `${location}/${location.split('/').at(-1)}`),
      ),
      mutant(
        'keyAlone',
        'It is the key alone, which leads to another place than below the list.',
        leading((location) => location.split('/').at(-1) ?? ''),
      ),
      mutant(
        'otherServer',
        'It leads to another server.',
        leading(() => 'https://elsewhere.invalid/others'),
      ),
      mutant(
        'empty',
        'There is nothing in it.',
        leading(() => ''),
      ),
    ];
  });

/** Answers with another `Location`. */
function leading(to: (location: string, context: FaultContext) => string): FaultHooks {
  return onSuccess(['create', 'save'], (decision, context) => ({
    ...decision,
    headers: decision.headers.map(([name, value]) =>
      name === 'location' ? [name, to(value, context)] : [name, value],
    ),
  }));
}

function parts(location: string): readonly string[] {
  return location.split('/').slice(0, -1);
}

function lastIs(location: string, key: string): string {
  return [...parts(location), encodeURIComponent(key)].join('/');
}
