import { isBelowCaller } from '@oidc-admin/contract';
import { childrenOf, savedAt, withSaved, type Decision, type FaultContext } from '@oidc-admin/mock';
import { knownParents, namedPlace, onWrites, type FaultHooks } from '@oidc-admin/mock/faults';
import { ofResource, type Mutant } from '../mutant.ts';

/** Writes what is written to one to all, or takes all parents, of which there may be several, for the first one. */
export const separate: Mutant = (clause, contract) =>
  ofResource((resource) =>
    resource.parent === undefined || isBelowCaller(resource, contract)
      ? onWrites(writingToAll)
      : takingForFirst(resource.parent),
  )(clause, contract);

function writingToAll(decision: Decision, context: FaultContext): Decision {
  const place = namedPlace(context);
  const saved = place && savedAt(decision.next, place);
  if (place === undefined || saved === undefined) return decision;
  const { resource, parent } = place;
  const key = context.contract.resources.find(({ name }) => name === resource)?.key ?? '';
  let { next } = decision;
  for (const other of childrenOf(next, resource, parent).keys())
    next = withSaved(next, { resource, parent, key: other }, { ...saved, [key]: other });
  return { ...decision, next };
}

function takingForFirst(parent: string): FaultHooks {
  return {
    request: (request, context) => {
      const [first, ...others] = knownParents(context, parent);
      return first !== undefined && others.includes(request.path[parent] ?? '')
        ? { ...request, path: { ...request.path, [parent]: first } }
        : request;
    },
  };
}
