import { makesKeys, type Resource } from '@oidc-admin/contract';
import { childrenOf, type FaultContext } from '@oidc-admin/mock';
import { namedPlace, onSuccess, type FaultHooks } from '@oidc-admin/mock/faults';
import type { VariantMutants } from '../variantMutant.ts';

/** What an index makes of a key. */
type Entry = (key: string) => string;

/** Two keys of which an index makes the same are one to the server. */
export const mergedKeys: VariantMutants = ({ clauses, resources, operations }) =>
  clauses
    .filter(({ kind }) => kind === 'separate')
    .flatMap((clause) => {
      const resource = resources.find(({ name }) => name === clause.resource);
      if (resource?.key === undefined || makesKeys(resource)) return [];
      const { create, read, delete: remove } = resource.operations;
      if (create === undefined || read === undefined) return [];
      const maker = operations.find(({ id }) => id === create);
      const { maxLength, types = [] } =
        maker?.body?.properties.find(({ name }) => name === resource.key) ?? {};
      if (!types.includes('string')) return [];
      const entries: Readonly<Record<string, readonly [says: string, entry: Entry]>> = {
        ...(maxLength === undefined
          ? {}
          : {
              EndDropped: [
                'the last character of the longest key',
                (key: string) => key.slice(0, maxLength - 1),
              ] as const,
            }),
        ZerosDropped: [
          'zeros before a number',
          (key) => (/^\d+$/.test(key) ? key.replace(/^0+/, '') : key),
        ],
        AsNumber: [
          'how a number is written',
          (key) => (/^\d+(e\d+)?$/.test(key) ? String(Number(key)) : key),
        ],
      };
      return Object.entries(entries).flatMap(([name, [what, entry]]) => [
        {
          clause,
          name: `taken${name}`,
          says: `Whether a key is free does not depend on ${what}.`,
          operation: create,
          hooks: taken(resource, entry),
        },
        {
          clause,
          name: `read${name}`,
          says: `Which one is read does not depend on ${what}.`,
          operation: read,
          hooks: first(resource, entry),
        },
        ...(remove === undefined
          ? []
          : [
              {
                clause,
                name: `deleted${name}`,
                says: `Which one is deleted does not depend on ${what}.`,
                operation: remove,
                hooks: first(resource, entry),
              },
            ]),
      ]);
    });

/** The keys that the index takes for a key, the oldest first. */
function alike(context: FaultContext, { name }: Resource, entry: Entry): readonly string[] {
  const place = namedPlace(context);
  if (place === undefined) return [];
  const known = [...childrenOf(context.state, name, place.parent).keys()];
  return known.filter((key) => entry(key) === entry(place.key));
}

function taken(resource: Resource, entry: Entry): FaultHooks {
  return onSuccess(['create'], (decision, context) =>
    alike(context, resource, entry).length > 0
      ? context.refuse(409, 'There is one of this key.')
      : decision,
  );
}

function first(resource: Resource, entry: Entry): FaultHooks {
  const { key = '' } = resource;
  return {
    request: (request, context) => {
      const given = request.path[key];
      const [found] = alike({ ...context, request }, resource, entry);
      return given === undefined || found === undefined
        ? request
        : { ...request, path: { ...request.path, [key]: found } };
    },
  };
}
