import type { OperationChecks } from '../checks/kindChecks.ts';
import { refusedValues } from '../checks/refusedValues.ts';

const { variants } = refusedValues(({ clause: { value } }) =>
  (Array.isArray(value) ? value : []).map((one) => ({
    name: String(one),
    sideBySide: false,
    make: () => one,
  })),
);

/** Each value that is documented for responses only: whether it is refused or taken is up to the document. */
export const responseOnly: OperationChecks = { variants };
