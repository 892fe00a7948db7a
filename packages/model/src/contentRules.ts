import { elementSteps, elementValues, type JsonValue } from '@oidc-admin/contract';
import type { Ajv2020, ValidateFunction } from 'ajv/dist/2020.js';
import type { Broken } from './model.ts';
import { brokenProperty, type PropertyPlace } from './propertyRules.ts';

const none: readonly never[] = Object.freeze([]);

/** Compiles what texts of a body have to hold; answers those that do not, the same empty list for every right body. */
export function createContentRules(
  ajv: Ajv2020,
  place: PropertyPlace,
): (body: JsonValue) => readonly Broken[] {
  const holding = [...place.properties.values()].flatMap(({ name, schema: { contentSchema } }) =>
    typeof contentSchema === 'object' && contentSchema !== null
      ? [{ of: elementSteps(name), content: ajv.compile(contentSchema) }]
      : [],
  );
  if (holding.length === 0) return () => none;
  const message = 'must hold JSON of the documented form';
  return (body) => {
    const found = holding.flatMap(({ of, content }) =>
      elementValues(body, of)
        .filter(({ value }) => !holdsJson(content, value))
        .map(({ steps: [first = '', ...steps] }) =>
          brokenProperty('contentSchema', message, first, place, steps),
        ),
    );
    return found.length === 0 ? none : found;
  };
}

/** Whether a text holds JSON that obeys a schema; what is no text is not its matter. */
function holdsJson(check: ValidateFunction, text: unknown): boolean {
  if (typeof text !== 'string') return true;
  try {
    return check(JSON.parse(text));
  } catch {
    return false;
  }
}
