import {
  elementTree,
  parentTexts,
  type Contract,
  type JsonValue,
  type Resource,
} from '@oidc-admin/contract';
import type { StateData } from '@oidc-admin/model';
import { schemaExample } from '../schemaExample.ts';
import { pathExamples } from './pathExamples.ts';

type Parents = Readonly<Record<string, readonly string[]>>;
type Things = StateData['resources'];

/**
 * One of each resource that a server shows and that no request makes, so that somebody sees what a read of it looks like: a server
 * in use has such things as well. What stands below something that is made is left out, since nothing is made yet.
 */
export function demoThings(contract: Contract, parents: Parents): Things {
  const shown = contract.resources.filter(
    ({ key, parentResource, operations }) =>
      key !== undefined &&
      parentResource === undefined &&
      operations.create === undefined &&
      operations.save === undefined &&
      (operations.read ?? operations.list) !== undefined,
  );
  const resources = shown.flatMap((resource) => {
    const [parent] = parentTexts(resource, parents);
    const thing = demoThing(contract, resource);
    return parent === undefined || thing === undefined
      ? []
      : [[resource.name, { [parent]: thing }] as const];
  });
  return Object.fromEntries(resources);
}

/** By its key, what the schemas of its properties show; undefined where nothing tells which key fits. */
function demoThing(
  contract: Contract,
  { name: resource, key = '', properties, neverReturned }: Resource,
): Things[string][string] | undefined {
  const saved: Record<string, JsonValue> = {};
  for (const [name, { item }] of elementTree(properties).inner)
    if (item !== undefined && !neverReturned.includes(name))
      saved[name] = schemaExample(item.schema);
  const own = contract.operations.filter(
    ({ action }) => 'resource' in action && action.resource === resource,
  );
  const shown = saved[key];
  const [text = typeof shown === 'string' ? shown : JSON.stringify(shown)] = pathExamples(
    contract,
    key,
    own,
  );
  if (text === undefined) return undefined;
  return { [text]: { ...saved, [key]: typeof shown === 'number' ? Number(text) : text } };
}
