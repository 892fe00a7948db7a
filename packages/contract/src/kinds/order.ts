import type { OrderDefinition } from './kindDefinition.ts';

/** The order in which an operation's checks are made, where it has more than one of them. */
export const orderKind = {
  group: 'refuse',
  on: 'rules',
  family: 'roles, order',
  says: 'breaks several rules, of which the first in the promised order decides',
  read: ({ entry: { operation }, kinds }, { order: promised, orderSource }) => {
    const checks = promised.filter((check) =>
      check === 'body' ? operation.body !== undefined : kinds.has(check),
    );
    const text = `of several broken rules, the response is that of the first of ${checks.join(', ')}`;
    return checks.length < 2 ? [] : [{ text, value: checks, source: orderSource }];
  },
} as const satisfies OrderDefinition;
