import { expect, test } from 'vitest';
import { checkPlaces } from './checkPlaces.ts';
import { library } from './fixtures/library.ts';
import { pointerSteps } from './pointer.ts';

const add = '/paths/~1books/post';

test.each([
  [
    'an action of two words',
    `${add}/x-action`,
    { create: 'book', replace: 'book' },
    /^says create and replace, more than one of create, read/,
  ],
  ['an action of none', `${add}/x-action`, {}, /^says none of create, read/],
  ['a place without an action', `${add}/x-action`, { at: '/x' }, /^says none of create, read/],
  ['an action that is a text', `${add}/x-action`, 'book', /^must be object/],
  [
    'an outcome of an unknown kind',
    `${add}/x-outcomes`,
    { weather: { allow: [400] } },
    /^the name "weather" must be equal to one of/,
  ],
  ['a source of no row', `${add}/x-source`, [], /^must NOT have fewer than 1 items/],
  ['a row that is none in a list', `${add}/x-source`, ['a'], /^must match pattern/],
])('%s is told by what it breaks, and first', (_, pointer, value, says) => {
  const document = library();
  const steps = pointerSteps(pointer);
  let around: Record<string, unknown> = document;
  for (const step of steps.slice(0, -1)) around = around[step] as Record<string, unknown>;
  around[steps.at(-1) ?? ''] = value;
  const [first] = checkPlaces(document);
  expect(first?.pointer.startsWith(pointer)).toBe(true);
  expect(first?.reason).toMatch(says);
});
