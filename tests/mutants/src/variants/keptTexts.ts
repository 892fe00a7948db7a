import { changingTexts, only } from '@oidc-admin/mock/faults';
import type { VariantMutants } from '../variantMutant.ts';

/** What careless code makes of texts that look like something else, or that are long. */
const changes: Readonly<Record<string, readonly [says: string, change: (text: string) => string]>> =
  {
    longTextCut: ['A text is cut after 255 characters.', (text) => text.slice(0, 255)],
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

/** Saves such texts otherwise than they were sent, in one operation that writes. */
export const keptTexts: VariantMutants = ({ clauses, resources, operations }) =>
  clauses
    .filter(({ kind, element }) => kind === 'kept' && element === undefined)
    .flatMap((clause) => {
      const resource = resources.find(({ name }) => name === clause.resource);
      if (resource === undefined) return [];
      const free = resource.properties.filter(
        ({ types, maxLength }) => types.includes('string') && maxLength === undefined,
      );
      return operations
        .filter(
          ({ action }) =>
            'resource' in action &&
            action.resource === resource.name &&
            ['create', 'replace', 'merge', 'save'].includes(action.does),
        )
        .flatMap(({ id: operation }) =>
          Object.entries(changes)
            .filter(([name]) => name !== 'longTextCut' || free.length > 1)
            .map(([name, [says, change]]) => ({
              clause,
              name,
              says,
              operation,
              hooks: only(resource, changingTexts(change)),
            })),
        );
    });
