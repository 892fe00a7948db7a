import { refusedValues } from '../checks/refusedValues.ts';

/** A number between two multiples: a whole one where there is one. */
export const multipleOf = refusedValues(({ clause }) => {
  const step = Number(clause.value);
  const beyond = Number.isInteger(step) && step > 1 ? 1 : step / 2;
  return [{ make: (_, right) => Number(right) + beyond }];
});
