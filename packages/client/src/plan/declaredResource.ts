import { isValues, type PropertyValues } from './managedResource.ts';

/** What a file says of one resource. */
export interface DeclaredResource {
  /** Its name in the specification. */
  readonly resource: string;
  /** Whether it is to be gone. */
  readonly absent: boolean;
  /**
   * By name, what identifies it and what it shall be: `null` for what shall not be there, and of a secret a reference to it. What is left
   * out stays as it is.
   */
  readonly properties: PropertyValues;
}

/** How a file may name a secret in place of the secret itself. */
export const referenceForms = ['env:', 'file:', 'command:'] as const;

/** Whether a value names a secret. */
export function isReference(value: unknown): value is string {
  return (
    typeof value === 'string' &&
    referenceForms.some((form) => value.startsWith(form) && value.length > form.length)
  );
}

/** A copy of a value in which what `find` answers stands in the place of every secret, at any depth. */
export async function withSecrets(
  value: unknown,
  isSecret: (name: string) => boolean,
  find: (reference: string) => Promise<string>,
): Promise<unknown> {
  if (Array.isArray(value))
    return Promise.all(value.map((one) => withSecrets(one, isSecret, find)));
  if (!isValues(value)) return value;
  const entries = Object.entries(value).map(async ([name, one]) => [
    name,
    isSecret(name) && isReference(one) ? await find(one) : await withSecrets(one, isSecret, find),
  ]);
  return Object.fromEntries(await Promise.all(entries)) as PropertyValues;
}

/** Where a file has secrets, at any depth, with what it has there. */
export function secretsDeclared(
  value: unknown,
  isSecret: (name: string) => boolean,
  at: readonly string[] = [],
): { readonly at: readonly string[]; readonly value: unknown }[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, one]) =>
    isSecret(name)
      ? [{ at: [...at, name], value: one as unknown }]
      : secretsDeclared(one, isSecret, [...at, name]),
  );
}
