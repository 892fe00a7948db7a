import type { JsonValue } from '@oidc-admin/contract';
import type { FoundMismatch } from './checkResult.ts';

const longest = 2000;

/** A value of a difference as text for people; long ones are cut, and say so. */
export function shownValue(value: JsonValue | undefined): string {
  if (value === undefined) return '(nothing)';
  const text =
    typeof value === 'string' ? JSON.stringify(value) : JSON.stringify(value, undefined, 1);
  const flat = text.length <= 60 ? text.replaceAll(/\n\s*/g, ' ') : text;
  return flat.length <= longest ? flat : `${flat.slice(0, longest)}… (${flat.length} characters)`;
}

/** Whether the sentence of a difference says it all: there are no values, or they are statuses that it names. */
export function saysAll({ at, expected, actual }: FoundMismatch): boolean {
  return (
    at === undefined &&
    ((expected === undefined && actual === undefined) ||
      (typeof expected === 'string' && typeof actual === 'number'))
  );
}
