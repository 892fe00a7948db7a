import { refusedValues } from '../checks/refusedValues.ts';

/** An object with one property more. */
export const additionalProperties = refusedValues(() => [
  { make: (_, right) => ({ ...Object(right), oidcAdminUnknown: 'not documented' }) },
]);
