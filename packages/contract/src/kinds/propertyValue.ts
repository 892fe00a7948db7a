import type { ResponseDefinition } from './kindDefinition.ts';

export const propertyValueKind = {
  group: 'response',
  on: 'property',
  family: 'response body',
  says: 'a property keeps to the keywords of its schema',
  read: ({ its, keywords }) => {
    const limits = Object.entries(keywords).map(
      ([name, value]) => `${name} ${JSON.stringify(value)}`,
    );
    return limits.length === 0
      ? []
      : [{ text: `${its} keeps to ${limits.join(', ')}`, value: keywords }];
  },
} as const satisfies ResponseDefinition;
