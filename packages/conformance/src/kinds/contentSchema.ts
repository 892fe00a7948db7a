import { refusedValues, type WrongValue } from '../checks/refusedValues.ts';

/** A text that holds no JSON, or JSON of another shape than the property asks for. */
export const contentSchema = refusedValues(({ property }) => {
  const { required = [], properties = {} } = property.schema['contentSchema'] as {
    required?: readonly string[];
    properties?: Readonly<Record<string, { type?: string }>>;
  };
  const mistyped = Object.entries(properties).map(([name, inner]) => [
    name,
    inner.type === 'array' ? {} : [],
  ]);
  const wrong = (name: string, text: string): WrongValue => ({ name, make: () => text });
  return [
    wrong('noJson', 'no JSON'),
    ...(required.length === 0 ? [] : [wrong('incomplete', '{}')]),
    ...(mistyped.length === 0
      ? []
      : [wrong('mistyped', JSON.stringify(Object.fromEntries(mistyped)))]),
  ];
});
