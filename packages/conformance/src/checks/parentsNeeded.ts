import {
  parentNames,
  parentsAbove,
  type Contract,
  type Operation,
  type Resource,
} from '@oidc-admin/contract';
import { resourceOn } from './contractViews.ts';

/** The path parameters that only a deployment knows, and that an operation or a resource stands below. */
export function parentsNeeded(
  contract: Contract,
  {
    operation,
    resource,
  }: { readonly operation?: Operation | undefined; readonly resource?: Resource | undefined },
): readonly string[] {
  const above = operation === undefined ? [] : parentsAbove<Resource>(operation, contract);
  const own = operation === undefined ? undefined : resourceOn(contract, operation);
  const known = new Set(contract.resources.flatMap((one) => namesAtTop(contract, one)));
  const made = new Set(above.map(({ parameter }) => parameter));
  const inPath = (operation?.parameters ?? [])
    .filter(({ in: place, name }) => place === 'path' && known.has(name) && !made.has(name))
    .map(({ name }) => name);
  const about = [...above.map((one) => one.resource), own, resource];
  return [
    ...new Set([
      ...inPath,
      ...about.flatMap((one) => (one === undefined ? [] : namesAtTop(contract, one))),
    ]),
  ];
}

/** The parents of the outermost thing that a resource stands below, where no operation makes them. */
function namesAtTop(contract: Contract, resource: Resource): readonly string[] {
  const above = contract.resources.find(({ name }) => name === resource.parentResource);
  return above === undefined ? parentNames(resource) : namesAtTop(contract, above);
}
