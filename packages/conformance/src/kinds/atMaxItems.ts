import { acceptedValues } from '../checks/acceptedValues.ts';
import { insideOf } from '../checks/bodies.ts';
import { sampleOf } from '../checks/samples.ts';

/** The longest list, its elements all different where they can be. */
export const atMaxItems = acceptedValues(({ clause, operation, property }) => [
  {
    make: ({ run }) => {
      const elements = insideOf(operation, property)?.elements;
      return Array.from({ length: Number(clause.value) }, () =>
        sampleOf(elements?.item ?? property, run.source, run.number(), { inside: elements }),
      );
    },
  },
]);
