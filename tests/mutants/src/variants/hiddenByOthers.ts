import { isNested, makesKeys, parentTextIn } from '@oidc-admin/contract';
import { isObject, savedAt, type FaultContext, type JsonValue } from '@oidc-admin/mock';
import { asText, inLists, namedPlace, onSuccess } from '@oidc-admin/mock/faults';
import type { VariantMutant, VariantMutants } from '../variantMutant.ts';

/** A list or a read joins another resource by the key, and leaves out what that has switched on, or off. */
export const hiddenByOthers: VariantMutants = ({ clauses, resources }) =>
  clauses
    .filter(({ kind }) => kind === 'separate')
    .flatMap((clause) => {
      const resource = resources.find(({ name }) => name === clause.resource);
      if (resource?.key === undefined || makesKeys(resource)) return [];
      const { key, parent, operations } = resource;
      return resources
        .filter((one) => one.name !== resource.name && one.key !== undefined)
        .filter((one) => one.parent === parent && !makesKeys(one))
        .flatMap((other) =>
          other.properties
            .filter(({ types, name }) => types.includes('boolean') && !isNested(name))
            .flatMap(({ name: flag }) =>
              [true, false].flatMap((value): readonly VariantMutant[] => {
                const hides = (context: FaultContext, of: JsonValue | undefined): boolean => {
                  const above = parentTextIn(resource, context.request.path);
                  const place = { resource: other.name, parent: above, key: asText(of) };
                  return savedAt(context.state, place)?.[flag] === value;
                };
                const when = `where its ${other.name} has ${flag} ${value ? 'on' : 'off'}`;
                const name = `${flag}${value ? 'On' : 'Off'}`;
                return [
                  ...(operations.list === undefined
                    ? []
                    : [
                        {
                          clause,
                          name: `notListedBy.${name}`,
                          says: `A list leaves out a ${resource.name} ${when}.`,
                          operation: operations.list,
                          hooks: inLists((all, context) =>
                            all.filter((one) => !hides(context, isObject(one) ? one[key] : '')),
                          ),
                        },
                      ]),
                  ...(operations.read === undefined
                    ? []
                    : [
                        {
                          clause,
                          name: `notReadBy.${name}`,
                          says: `A read does not find a ${resource.name} ${when}.`,
                          operation: operations.read,
                          hooks: onSuccess(['read'], (decision, context) =>
                            hides(context, namedPlace(context)?.key)
                              ? context.refuse(404, 'It is not there.')
                              : decision,
                          ),
                        },
                      ]),
                ];
              }),
            ),
        );
    });
