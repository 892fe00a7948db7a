import { hasTypeOf, inferKey, typesOfParameter } from './inferKey.ts';
import type { InferredAction, InferredResource } from './inferred.ts';
import { follow, type ForeignObject, foreignPointer, propertiesOf } from './openApi.ts';
import { Remarks } from './remarks.ts';
import { type Group, parametersIn } from './routeGroups.ts';
import type { ShownSchema } from './shownSchema.ts';

/**
 * Where what is shown names the parents that the path of its create does not: of `owner`, the property `owner` or, where that is an
 * object, what names one of its kind in it (`/owner/login`). Undefined where the path names all, or where nothing shows them.
 */
export function shownParents(
  document: ForeignObject,
  { parents = [] }: Group,
  actions: readonly InferredAction[],
  { properties }: ShownSchema,
  remarks: Remarks,
): InferredResource['parentShown'] {
  const creating = actions.find(({ does }) => does === 'create')?.operation;
  if (creating === undefined) return undefined;
  const named = new Set(parametersIn(creating.route));
  const found = parents.flatMap((parent) => {
    const property = named.has(parent) ? undefined : properties.get(parent);
    const at = property && placeOf(document, parent, property, actions);
    return at === undefined ? [] : [[parent, foreignPointer([parent, ...at])] as const];
  });
  for (const [parent, at] of found)
    remarks.guess(
      creating.path,
      `POST ${creating.route} makes it below the ${parent} of who signs in, whom ${at} of the response names`,
    );
  return found.length === 0 ? undefined : Object.fromEntries(found);
}

/** Where a property names one of something, by the type of the parameter: itself, if it is plain; undefined where nothing in it is a name. */
function placeOf(
  document: ForeignObject,
  parent: string,
  property: { readonly path: readonly string[]; readonly schema: unknown },
  actions: readonly InferredAction[],
): readonly string[] | undefined {
  const { path: at, data } = follow(document, property.path, property.schema);
  const inside = propertiesOf(document, at, data);
  const about = actions.find(({ operation }) => parametersIn(operation.route).includes(parent));
  if (about === undefined) return undefined;
  const wanted = typesOfParameter(document, about.operation, parent);
  if (inside.size === 0)
    return data['type'] === 'object' || !hasTypeOf(document, wanted, property) ? undefined : [];
  const members = new Map([...inside].filter(([, one]) => hasTypeOf(document, wanted, one)));
  const shown = { pointer: '', path: at, inner: data, properties: members };
  // Whoever owns something signs in by a name.
  const name = ['login', 'username', 'userName', 'slug'].find((one) => members.has(one));
  const key = inferKey(document, parent, parent, shown, new Remarks(), about.operation);
  const isCalledSo = key !== undefined && key.property === parent;
  const found = isCalledSo ? parent : (name ?? key?.property);
  return found === undefined ? undefined : [found];
}
