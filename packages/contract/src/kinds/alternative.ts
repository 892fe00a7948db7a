import type { AcceptDefinition } from './kindDefinition.ts';

export const alternativeKind = {
  group: 'accept',
  on: 'operation',
  family: 'required',
  says: "with what one alternative of the body's union requires",
  read: ({ operation: { action }, body }) => {
    const alternatives = body?.alternatives ?? [];
    if (alternatives.length < 2 || action.does === 'open') return [];
    return alternatives.map(({ required, scope: { source, binding } }) => {
      const own = required.filter((name) =>
        alternatives.some((other) => !other.required.includes(name)),
      );
      const element = own.length === 0 ? '$' : own.join('+');
      const text = `with ${own.length === 0 ? 'only the common properties' : own.join(', ')}`;
      return { text, element, value: required, source, binding };
    });
  },
} as const satisfies AcceptDefinition;
