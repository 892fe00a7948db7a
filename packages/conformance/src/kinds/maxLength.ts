import { clauseOf } from '../checks/contractViews.ts';
import { refusedValues } from '../checks/refusedValues.ts';
import { scripts, takes, textOfLength, type Script } from '../checks/samples.ts';

/** A text that is one character too long, in each kind of characters that the property may hold. */
export const maxLength = refusedValues(({ contract, clause, operation, property, isKey }) => {
  const length = (property.maxLength ?? 0) + 1;
  // What is too long for a closed list is none of its values either.
  const closed = clauseOf(contract, operation.id, 'enum', clause.element);
  const wanted = (Object.keys(scripts) as Script[]).filter(
    (script) => script === 'ascii' || (property.enum === undefined && takes(property, script)),
  );
  return wanted.map((name) => ({
    name,
    ...(closed === undefined ? {} : { clauses: [closed.id] }),
    make: ({ run }) =>
      textOfLength(property, length, name, run.source, isKey ? run.pool.newKey() : undefined),
  }));
});
