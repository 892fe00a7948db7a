import type { ResponseDefinition } from './kindDefinition.ts';

export const presentWhenKind = {
  group: 'response',
  on: 'property',
  family: 'response body',
  says: 'a property is there if and only if what it depends on was sent',
  read: ({ property: { presentWhen: sent }, its }) =>
    sent === undefined
      ? []
      : [{ text: `${its} is there if and only if ${sent.join(' and ')} were sent`, value: sent }],
} as const satisfies ResponseDefinition;
