import { isObject, type JsonValue } from '@oidc-admin/contract';
import { inLists, only, type FaultContext, type FaultHooks } from '@oidc-admin/mock/faults';
import type { VariantMutant, VariantMutants } from '../variantMutant.ts';

/** Lists that are asked for by a value, and show something else. */
export const filters: VariantMutants = ({ clauses, resources, operations }) =>
  clauses
    .filter(({ kind }) => kind === 'filtered')
    .flatMap((clause) => {
      const resource = resources.find(({ name }) => name === clause.resource);
      const list = operations.find(({ id }) => id === resource?.operations.list);
      if (resource === undefined || list === undefined) return [];
      return Object.entries(list.filters ?? {}).flatMap(([parameter, property]) => {
        const mutant = (name: string, says: string, hooks: FaultHooks): VariantMutant => ({
          clause,
          name: `${parameter}.${name}`,
          says,
          operation: list.id,
          hooks: only(resource, hooks),
        });
        const isText = resource.properties.some(
          ({ name, types, enum: values }) =>
            name === property && types.includes('string') && values === undefined,
        );
        return [
          mutant(
            'nothing',
            `Whatever ${parameter} is asked for, nothing has it.`,
            inLists((found, { request }) => (request.query[parameter] === undefined ? found : [])),
          ),
          mutant(
            'others',
            `What has another ${property} is shown.`,
            choosing(parameter, (value, asked) => textOf(value[property]) !== asked),
          ),
          ...(isText
            ? [
                mutant(
                  'beginning',
                  `What only begins with the ${property} that is asked for is shown too.`,
                  choosing(parameter, (value, asked) => textOf(value[property]).startsWith(asked)),
                ),
              ]
            : []),
        ];
      });
    });

/** Shows of everything what is chosen, where a value of a parameter is asked for. */
function choosing(
  parameter: string,
  isChosen: (value: { readonly [name: string]: JsonValue }, asked: string) => boolean,
): FaultHooks {
  return inLists((found, context) => {
    const asked = context.request.query[parameter];
    if (asked === undefined) return found;
    return everything(context).filter((one) => isObject(one) && isChosen(one, asked));
  });
}

/** What the list would show if nothing were asked for. */
function everything({ model, state, request }: FaultContext): readonly JsonValue[] {
  const [whole] = model.step(state, { ...request, query: {} });
  return whole?.body.kind === 'json' ? (whole.body.list?.elements ?? []) : [];
}

function textOf(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? null);
}
