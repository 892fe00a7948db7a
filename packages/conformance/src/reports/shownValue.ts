import type { JsonValue } from '@oidc-admin/contract';

const longest = 2000;

/** A value of a difference as text for people; long ones are cut, and say so. */
export function shownValue(value: JsonValue | undefined): string {
  if (value === undefined) return '(nothing)';
  const text =
    typeof value === 'string' ? JSON.stringify(value) : JSON.stringify(value, undefined, 1);
  const flat = text.length <= 60 ? text.replaceAll(/\n\s*/g, ' ') : text;
  return flat.length <= longest ? flat : `${flat.slice(0, longest)}… (${flat.length} characters)`;
}
