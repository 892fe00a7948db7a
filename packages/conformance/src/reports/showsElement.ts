import { isObject, type Clause, type JsonValue } from '@oidc-admin/contract';

/** The values at a place of a body: `Providers[].id` is that of each element that has one. */
function valuesAt(value: JsonValue, steps: readonly string[]): readonly JsonValue[] {
  const [step, ...rest] = steps;
  if (step === undefined) return [value];
  if (step === '[]')
    return Array.isArray(value) ? value.flatMap((one: JsonValue) => valuesAt(one, rest)) : [];
  if (!isObject(value) || !Object.hasOwn(value, step)) return [];
  return valuesAt(value[step] ?? null, rest);
}

function stepsOf(element: string): readonly string[] {
  return element
    .replaceAll('[]', '.[]')
    .split('.')
    .filter((step) => step !== '' && step !== '$');
}

/**
 * Whether a response shows what a clause says of a property: the property itself, or, where the clause says that it is there, what it
 * would stand in. A list without elements shows nothing of its elements.
 */
export function showsElement({ kind, element = '$' }: Clause, body: string): boolean {
  const steps = stepsOf(element);
  if (steps.length === 0) return true;
  let value: JsonValue;
  try {
    value = JSON.parse(body) as JsonValue;
  } catch {
    return false;
  }
  const wanted = kind === 'propertyType' || kind === 'propertyValue' ? steps : steps.slice(0, -1);
  return valuesAt(value, wanted).length > 0;
}
