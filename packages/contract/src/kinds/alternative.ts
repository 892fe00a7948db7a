import type { Alternative } from '../entries.ts';
import type { AcceptDefinition } from './kindDefinition.ts';

export const alternativeKind = {
  group: 'accept',
  on: 'operation',
  family: 'required',
  says: "with what one alternative of the body's union requires",
  read: ({ operation: { action }, body }) => {
    const alternatives = body?.alternatives ?? [];
    if (alternatives.length < 2 || action.does === 'open') return [];
    // Of a contested one another kind speaks.
    const promised = alternatives.filter(
      ({ scope: { outcomes } }) => !outcomes.some(({ contested }) => contested !== undefined),
    );
    return promised.map((one) => {
      const { required, scope } = one;
      const { source, binding } = scope;
      const element = alternativeName(one, alternatives);
      const text = `with ${element === '$' ? 'only the common properties' : element.replaceAll('+', ', ')}`;
      return { text, element, value: required, source, binding };
    });
  },
} as const satisfies AcceptDefinition;

/** The required properties that only some alternatives have, joined by `+`; `$` where it has none of them. */
export function alternativeName(
  { required }: Alternative,
  alternatives: readonly Alternative[],
): string {
  const own = required.filter((name) =>
    alternatives.some((other) => !other.required.includes(name)),
  );
  return own.length === 0 ? '$' : own.join('+');
}
