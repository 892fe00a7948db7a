import type { RequestBody, Resource } from '@oidc-admin/contract';
import { changingTexts, only } from '@oidc-admin/mock/faults';
import type { VariantMutants } from '../variantMutant.ts';

/** So long are many columns of tables. */
const cutAfter = 255;

/** What careless code makes of texts that look like something else, or that are long. */
const changes: Readonly<Record<string, readonly [says: string, change: (text: string) => string]>> =
  {
    longTextCut: [`A text is cut after ${cutAfter} characters.`, (text) => text.slice(0, cutAfter)],
    exponentRead: [
      'A text that looks like a number with an exponent is saved as that number.',
      (text) => (/^\d+e\d+$/i.test(text) ? String(Number(text)) : text),
    ],
    longDigitsRead: [
      'A text of many digits is saved as a number, which has fewer.',
      (text) => (/^\d{17,}$/.test(text) ? String(BigInt(Number(text))) : text),
    ],
    booleanRead: [
      'A text that looks like a boolean is saved as one.',
      (text) => (/^(true|false)$/i.test(text) ? text.toLowerCase() : text),
    ],
    dateRead: [
      'A text that looks like a date is saved as one.',
      (text) => (/^\d{4}-\d\d-\d\dT/.test(text) ? text.slice(0, 10) : text),
    ],
    wordsOnce: [
      'A word that comes a second time in a text is left out.',
      (text) => (/^[\w ]+$/.test(text) ? [...new Set(text.split(' '))].join(' ') : text),
    ],
    wordsSorted: [
      'The words of a text with six of them are sorted.',
      (text) => (text.split(' ').length === 6 ? text.split(' ').toSorted().join(' ') : text),
    ],
  };

/** Whether a body has a text beside the key that is shown and may be any text, or one that is longer than what the change leaves. */
function takes(body: RequestBody | undefined, resource: Resource, long: boolean): boolean {
  return (body?.properties ?? []).some(
    ({ name, types, maxLength = Infinity, enum: values, pattern, format }) =>
      types.includes('string') &&
      name !== resource.key &&
      [values, pattern].every((rule) => rule === undefined) &&
      (long ? maxLength > cutAfter : format === undefined) &&
      resource.properties.some((shown) => shown.name === name),
  );
}

/** Saves such texts otherwise than they were sent, in one operation that writes. */
export const keptTexts: VariantMutants = ({ clauses, resources, operations }) =>
  clauses
    .filter(({ kind, element }) => kind === 'kept' && element === undefined)
    .flatMap((clause) => {
      const resource = resources.find(({ name }) => name === clause.resource);
      if (resource === undefined) return [];
      return operations
        .filter(
          ({ action }) =>
            'resource' in action &&
            action.resource === resource.name &&
            ['create', 'replace', 'merge', 'save'].includes(action.does),
        )
        .flatMap(({ id: operation, body }) =>
          Object.entries(changes)
            .filter(([name]) => takes(body, resource, name === 'longTextCut'))
            .map(([name, [says, change]]) => ({
              clause,
              name,
              says,
              operation,
              hooks: only(resource, changingTexts(change)),
            })),
        );
    });
