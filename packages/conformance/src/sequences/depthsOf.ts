import {
  elementSteps,
  isEach,
  isNested,
  type Operation,
  type Property,
} from '@oidc-admin/contract';

/** Bodies that leave out what is inside of objects, one for each depth at which there is something of interest. */
export function depthsOf(
  { id, body }: Operation,
  isWanted: (property: Property) => boolean,
): readonly { readonly name: string; readonly properties: number }[] {
  const wanted = (body?.properties ?? []).filter((one) => isNested(one.name) && isWanted(one));
  const deepest = Math.max(
    0,
    ...wanted.map(({ name }) => elementSteps(name).filter((step) => !isEach(step)).length - 1),
  );
  return Array.from({ length: deepest }, (_, index) => ({
    name: index === 0 ? `${id}.inside` : `${id}.inside${index + 1}`,
    properties: index + 1,
  }));
}
