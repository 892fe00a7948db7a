import { makerOf, type Resource, parentTexts } from '@oidc-admin/contract';
import type { PreparedRun } from '../runner/prepareRun.ts';
import type { SavedPlace } from './savedConfiguration.ts';

/**
 * What exists already and a run writes, because the server has no operation to make something else: by key, with the place
 * of each.
 */
export function existingPlaces({
  contract,
  access,
  environment,
  parameters,
}: Pick<PreparedRun, 'contract' | 'access' | 'environment' | 'parameters'>): readonly {
  readonly resource: Resource;
  readonly place: SavedPlace;
}[] {
  return contract.resources
    .filter(
      (one) =>
        makerOf(one) === undefined &&
        (one.operations.replace ?? one.operations.merge) !== undefined,
    )
    .flatMap((resource) =>
      (parameters.existing?.[resource.name] ?? []).map((key, index) => {
        const [parent = ''] = parentTexts(resource, access.parents(environment));
        return { resource, place: { resource: resource.name, parent, key, index } };
      }),
    );
}
