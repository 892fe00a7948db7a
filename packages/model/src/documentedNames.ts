import { isObject, type Operation } from '@oidc-admin/contract';
import type { RequestBodyGiven } from './model.ts';

type Body = NonNullable<Operation['body']>;

const namesOf = new WeakMap<Body, ReadonlyMap<string, string>>();

/** The documented names by their form in small letters; made once for each body, as every request asks for it. */
function documentedIn(body: Body): ReadonlyMap<string, string> {
  const known =
    namesOf.get(body) ?? new Map(body.properties.map(({ name }) => [name.toLowerCase(), name]));
  namesOf.set(body, known);
  return known;
}

/**
 * A body with its properties under their documented names, for a server that knows these in any letter case. One that is there
 * under its documented name keeps it.
 */
export function documentedNames(given: RequestBodyGiven, body: Body): RequestBodyGiven {
  if (given.kind !== 'json' || !isObject(given.value)) return given;
  const { value } = given;
  const documented = documentedIn(body);
  if (Object.keys(value).every((name) => documented.get(name.toLowerCase()) === name)) return given;
  const named = Object.entries(value).map(([name, one]) => {
    const known = documented.get(name.toLowerCase()) ?? name;
    return [Object.hasOwn(value, known) ? name : known, one];
  });
  return { kind: 'json', value: Object.fromEntries(named) };
}
