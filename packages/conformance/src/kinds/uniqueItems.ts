import { refusedValues } from '../checks/refusedValues.ts';

/** A list whose first element is in it once more. */
export const uniqueItems = refusedValues(() => [
  {
    make: (_, right) => {
      const list = Array.isArray(right) && right.length > 0 ? right : ['one'];
      return [...list, list[0] ?? null];
    },
  },
]);
