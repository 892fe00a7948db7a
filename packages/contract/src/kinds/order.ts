import type { CheckGroup } from '../description.ts';
import type { OrderDefinition } from './kindDefinition.ts';

/** The order in which an operation's checks are made, where it has more than one of them. */
export const orderKind = {
  group: 'refuse',
  on: 'rules',
  family: 'roles, order',
  says: 'breaks several rules, of which the first in the promised order decides',
  read: ({ entry: { operation }, kinds }, { order: promised, orderSource }) => {
    const isChecked = (check: CheckGroup): boolean =>
      check === 'body' ? operation.body !== undefined : kinds.has(check);
    const ranks = promised
      .map((rank) => [rank].flat().filter(isChecked))
      .filter((rank) => rank.length > 0);
    const names = ranks.map((rank) => rank.join(' or '));
    const text = `of several broken rules, the response is that of the first of ${names.join(', ')}`;
    const value = ranks.map(([only, ...more]) =>
      only === undefined || more.length > 0 ? [only ?? '', ...more] : only,
    );
    return ranks.length < 2 ? [] : [{ text, value, source: orderSource }];
  },
} as const satisfies OrderDefinition;
