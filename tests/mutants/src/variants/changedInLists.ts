import { isObject, type JsonValue } from '@oidc-admin/mock';
import { freeProperties, inLists, only } from '@oidc-admin/mock/faults';
import type { VariantMutants } from '../variantMutant.ts';

/** What the code of a list makes of texts that a read shows as they are. */
const changes: Readonly<
  Record<string, readonly [says: string, change: (text: string) => JsonValue]>
> = {
  numberInList: [
    'A list shows a text of digits as a number.',
    (text) => (/^[1-9]\d{0,14}$/.test(text) ? Number(text) : text),
  ],
  nullInList: ['A list shows the text null as nothing.', (text) => (text === 'null' ? '' : text)],
  escapedInList: [
    'A list shows a text escaped for HTML.',
    (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;'),
  ],
};

/** Lists that show some texts otherwise than they were sent. */
export const changedInLists: VariantMutants = ({ clauses, resources }) =>
  clauses
    .filter(({ kind, element }) => kind === 'listed' && element === undefined)
    .flatMap((clause) => {
      const resource = resources.find(({ name }) => name === clause.resource);
      const { create, list, save } = resource?.operations ?? {};
      if (resource === undefined || list === undefined || (create ?? save) === undefined) return [];
      const names = new Set(freeProperties(resource).map(({ name }) => name));
      return Object.entries(changes).map(([name, [says, change]]) => ({
        clause,
        name,
        says,
        operation: list,
        hooks: only(
          resource,
          inLists((all) => all.map((one) => changed(one, names, change))),
        ),
      }));
    });

function changed(
  element: JsonValue,
  names: ReadonlySet<string>,
  change: (text: string) => JsonValue,
): JsonValue {
  if (!isObject(element)) return element;
  return Object.fromEntries(
    Object.entries(element).map(([name, value]) => [
      name,
      names.has(name) && typeof value === 'string' ? change(value) : value,
    ]),
  );
}
