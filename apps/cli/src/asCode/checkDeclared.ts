import type { CommandLine, CommandProperty } from '@oidc-admin/client';
import {
  isReference,
  type ManagedResource,
  type PropertyValues,
  secretsDeclared,
} from '@oidc-admin/client/plan';
import { limitsOf } from '../limits.ts';

/** What is wrong inside of a declared resource, and where. */
export interface DeclaredMistake {
  readonly at: readonly string[];
  readonly text: string;
}

/** What is wrong with one value; does not repeat it. */
function valueMistake(
  property: CommandProperty,
  value: unknown,
  { mistakes = {} }: Pick<CommandLine, 'mistakes'>,
): string | undefined {
  const limit = limitsOf(property).find((one) => one.broken(value) !== undefined);
  if (limit === undefined) {
    const mistake = typeof value === 'string' ? mistakes[property.name]?.(value) : undefined;
    return mistake && `${property.name}: ${mistake}`;
  }
  const what = limit.kind === 'type' ? `must be ${limit.text}` : limit.text;
  const isBare = typeof value === 'number' && property.types.includes('string');
  const hint = isBare ? '; put it in quotation marks' : '';
  return `${property.name}: ${what}; ${limit.broken(value)}${hint}`;
}

/** Checks a declared resource against every limit of the specification, as far as it can be told without the server. */
export function checkDeclared(
  { properties, identity, isSecret, isKeyMade, key }: ManagedResource,
  declared: PropertyValues,
  absent: boolean,
  commandLine: Pick<CommandLine, 'mistakes'>,
): DeclaredMistake[] {
  const isByKey = isKeyMade && key !== undefined && declared[key] !== undefined;
  const missing = identity
    .filter((name) => (declared[name] ?? undefined) === undefined && !isByKey)
    .map((name) => ({ at: [], text: `${name} is missing: it says which one is meant` }));
  const superfluous = Object.keys(declared).filter(
    (name) => absent && !identity.includes(name) && name !== key,
  );
  const secrets = secretsDeclared(declared, isSecret)
    .filter(({ value }) => value !== null && !isReference(value))
    .map(({ at }) => ({
      at,
      text: `${at.join('/')} is a secret: name where it is, as env:NAME, file:PATH or command:LINE`,
    }));
  const wrong = properties
    .filter(({ name }) => (declared[name] ?? undefined) !== undefined && !isSecret(name))
    .flatMap((property) => {
      const text = valueMistake(property, declared[property.name], commandLine);
      return text === undefined ? [] : [{ at: [property.name], text }];
    });
  return [
    ...missing,
    ...superfluous.map((name) => ({
      at: [name],
      text: `${name}: what is to be gone has nothing but what says which one is meant`,
    })),
    ...secrets,
    ...wrong,
  ];
}
