import { acceptedValues } from '../checks/acceptedValues.ts';
import { textOfLength } from '../checks/samples.ts';

/** A text of the least length. */
export const atMinLength = acceptedValues(({ clause, property, isKey }) => [
  {
    make: ({ run }) =>
      textOfLength(
        property,
        Number(clause.value),
        'ascii',
        run.source,
        isKey ? run.pool.newKey() : '',
      ),
  },
]);
