import { refusedBodies, type Changes } from '../checks/refusedBodies.ts';

/** JSON texts, by their types. */
const texts: Readonly<Record<string, string>> = {
  null: 'null',
  array: '[]',
  string: '"text"',
  number: '1',
  object: '{}',
};

/** JSON of each other type. */
export const bodyType = refusedBodies(({ clause: { value } }): Changes => {
  const types = Array.isArray(value) ? value : [];
  const others = Object.entries(texts).filter(([type]) => !types.includes(type));
  return Object.fromEntries(others.map(([type, text]) => [type, () => ({ text })]));
});
