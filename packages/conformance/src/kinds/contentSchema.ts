import { refusedValues, type WrongValue } from '../checks/refusedValues.ts';

/** A text that holds no JSON, or JSON of another shape than the property asks for. */
export const contentSchema = refusedValues(({ property }) => {
  const {
    type,
    required = [],
    properties = {},
  } = property.schema['contentSchema'] as {
    type?: string;
    required?: readonly string[];
    properties?: Readonly<Record<string, { type?: string; items?: { type?: string } }>>;
  };
  const mistyped = Object.entries(properties).map(([name, inner]) => [
    name,
    inner.type === 'array' ? {} : [],
  ]);
  // An element of another type than the list asks for.
  const elements = Object.entries(properties).flatMap(([name, { items }]) =>
    items?.type === undefined ? [] : [[name, [items.type === 'string' ? {} : 'text']]],
  );
  // The same names in capitals are other names in JSON.
  const inCapitals = required.map((name) => [
    name.toUpperCase(),
    properties[name]?.type === 'array' ? [] : {},
  ]);
  const isOther = required.length > 0 && required.every((name) => name !== name.toUpperCase());
  const wrong = (name: string, text: string): WrongValue => ({ name, make: () => text });
  return [
    wrong('noJson', 'no JSON'),
    ...(required.length === 0 ? [] : [wrong('incomplete', '{}')]),
    ...(isOther ? [wrong('capitals', JSON.stringify(Object.fromEntries(inCapitals)))] : []),
    // What is in it, without what is around it.
    ...(type === 'object' ? [wrong('list', '[]')] : []),
    ...(elements.length === 0
      ? []
      : [wrong('elements', JSON.stringify(Object.fromEntries(elements)))]),
    ...(mistyped.length === 0
      ? []
      : [wrong('mistyped', JSON.stringify(Object.fromEntries(mistyped)))]),
  ];
});
