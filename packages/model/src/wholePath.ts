import {
  isAboutOne,
  makesKeys,
  parentNames,
  parentPath,
  parentsAbove,
  parentTexts,
  unnamedParents,
  type Contract,
  type Operation,
  type Resource,
} from '@oidc-admin/contract';
import type { Deployment, ModelRequest, ModelState } from './model.ts';

type PathValues = ModelRequest['path'];

/** What says of the parents that a path does not name. */
interface Gap {
  /** The names that are missing. */
  readonly names: readonly string[];
  /** The thing whose key, which the server makes, stands in the path under a name, and which stands below what is missing. */
  readonly by?: { readonly resource: Resource; readonly parameter: string };
  /** What is made below the one of who signs in. */
  readonly own?: Resource;
}

const none: readonly Gap[] = Object.freeze([]);

/** What the path of an operation leaves open of what it stands below; nothing for most. */
export function gapsOf(
  operation: Operation,
  contract: Pick<Contract, 'resources' | 'operations'>,
): readonly Gap[] {
  const { action } = operation;
  const above = parentsAbove<Resource>(operation, contract).flatMap(({ parameter, resource }) =>
    gapBy(operation, resource, parameter),
  );
  const resource =
    'resource' in action && !('everywhere' in action)
      ? contract.resources.find(({ name }) => name === action.resource)
      : undefined;
  const own = resource === undefined ? [] : ownGaps(operation, resource, contract);
  const all = [...above, ...own];
  return all.length === 0 ? none : all;
}

function ownGaps(
  operation: Operation,
  resource: Resource,
  { resources }: Pick<Contract, 'resources'>,
): readonly Gap[] {
  const { action } = operation;
  const missing = unnamedParents(resource, operation);
  if (missing.length === 0) return [];
  const names = parentNames(resource);
  if (isAboutOne(action) && makesKeys(resource))
    return [{ names, by: { resource, parameter: resource.key ?? '' } }];
  const above = resources.find(({ name }) => name === resource.parentResource);
  const { parent: parameter = '' } = resource;
  if (above !== undefined && !missing.includes(parameter))
    return [{ names: names.slice(0, -1), by: { resource: above, parameter } }];
  return ['create', 'list'].includes(action.does) ? [{ names, own: resource }] : [];
}

/** What stands above, by a key that the server makes, and names nothing that it stands below itself. */
function gapBy(operation: Operation, resource: Resource, parameter: string): readonly Gap[] {
  const names = parentNames(resource);
  const before = operation.path.slice(0, operation.path.indexOf(`{${parameter}}`));
  const isWhole = [...before.matchAll(/\{[^{}]+\}/g)].length >= names.length;
  return isWhole || !makesKeys(resource) ? [] : [{ names, by: { resource, parameter } }];
}

/** The values of a path, with those of the parents that it does not name; as it is where nobody knows them. */
export function wholePath(
  gaps: readonly Gap[],
  state: ModelState,
  { parents }: Pick<Deployment, 'parents'>,
  path: PathValues,
): PathValues {
  return gaps.reduce((known, { names, by, own }) => {
    const text =
      by === undefined
        ? parentTexts(own ?? {}, parents)[0]
        : parentOf(by.resource, state, known[by.parameter] ?? '');
    const values =
      text === undefined ? [] : Object.values(parentPath(by?.resource ?? own ?? {}, text));
    // What a path says itself, it says.
    const found = names.flatMap((name, index) =>
      values[index] === undefined || Object.hasOwn(known, name) ? [] : [[name, values[index]]],
    );
    return found.length === 0 ? known : { ...known, ...Object.fromEntries(found) };
  }, path);
}

/** What something stands below that has a key which the server makes; undefined where there is none. */
function parentOf({ name }: Resource, state: ModelState, key: string): string | undefined {
  return [...(state.resources.get(name) ?? [])].find(([, all]) => all.has(key))?.[0];
}
