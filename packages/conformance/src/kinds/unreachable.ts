import { refusedValues } from '../checks/refusedValues.ts';

/** A URL whose host cannot exist (RFC 2606). */
export const unreachable = refusedValues(() => [{ make: () => 'https://idp.invalid' }]);
