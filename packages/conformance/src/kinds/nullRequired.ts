import { refusedValues } from '../checks/refusedValues.ts';

/** Null where a value is required. */
export const nullRequired = refusedValues(() => [{ make: () => null }]);
