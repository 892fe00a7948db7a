import { isObject, type Operation } from '@oidc-admin/contract';
import type { RequestBodyGiven } from './model.ts';

/**
 * A body with its properties under their documented names, for a server that knows these in any letter case. One that is there
 * under its documented name keeps it.
 */
export function documentedNames(
  given: RequestBodyGiven,
  { properties }: NonNullable<Operation['body']>,
): RequestBodyGiven {
  if (given.kind !== 'json' || !isObject(given.value)) return given;
  const { value } = given;
  const documented = new Map(properties.map(({ name }) => [name.toLowerCase(), name]));
  const named = Object.entries(value).map(([name, one]) => {
    const known = documented.get(name.toLowerCase()) ?? name;
    return [Object.hasOwn(value, known) ? name : known, one];
  });
  return { kind: 'json', value: Object.fromEntries(named) };
}
