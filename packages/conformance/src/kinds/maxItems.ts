import { refusedValues } from '../checks/refusedValues.ts';

/** A list with one element too many. */
export const maxItems = refusedValues(({ clause }) => [
  {
    make: (_, right) => {
      const [first = 'one'] = Array.isArray(right) ? right : [];
      return Array.from({ length: Number(clause.value) + 1 }, () => first);
    },
  },
]);
