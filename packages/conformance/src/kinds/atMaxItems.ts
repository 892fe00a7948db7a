import { acceptedValues } from '../checks/acceptedValues.ts';
import { sampleOf } from '../checks/samples.ts';

/** The longest list, its elements all different where they can be. */
export const atMaxItems = acceptedValues(({ clause, operation, property }) => [
  {
    make: ({ run }) => {
      const all = operation.body?.properties ?? [];
      const element = all.find(({ name }) => name === `${property.name}[]`) ?? property;
      return Array.from({ length: Number(clause.value) }, () =>
        sampleOf(element, run.source, run.number(), { all }),
      );
    },
  },
]);
