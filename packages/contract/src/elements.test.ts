import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  elementAt,
  elementSteps,
  elementTree,
  isEach,
  isNested,
  lastName,
  pointerOf,
} from './elements.ts';
import { openapiShape } from './openapiShape.ts';
import { pointerSteps } from './pointer.ts';

const names = [
  'id',
  'ldap',
  'ldap.bind',
  'ldap.bind.user',
  'list',
  'list[]',
  'list[].host',
  'map',
  'map.*',
  'map.*[]',
];
const tree = elementTree(names.map((name) => ({ name })));

test.each([
  ['/id', 'id'],
  ['/ldap/bind/user', 'ldap.bind.user'],
  ['/list/3/host', 'list[].host'],
  ['/map/a.b/0', 'map.*[]'],
  ['/map/4711', 'map.*'],
  ['/other/0/x', 'other[].x'],
  ['', ''],
])('what stands at %s is called %s', (pointer, name) => {
  expect(elementAt(tree, pointerSteps(pointer))).toBe(name);
});

test.each([
  ['id', '/id', false, false, 'id'],
  ['a~b', '/a~0b', false, false, 'a~b'],
  ['list[].host', '/list/*/host', true, false, 'host'],
  ['map.*', '/map/*', true, true, 'map'],
  ['list[]', '/list/*', true, true, 'list'],
  ['[]', '/*', true, true, '[]'],
  ['$', '', false, false, '$'],
])('%s is at %s', (name, pointer, nested, each, last) => {
  expect([pointerOf(name), isNested(name), isEach(name), lastName(name)]).toEqual([
    pointer,
    nested,
    each,
    last,
  ]);
});

test('every name that a property may have is one step, inside of others as well', () => {
  const { properties } = openapiShape.schema as {
    readonly properties: { readonly properties: { readonly propertyNames: { pattern: string } } };
  };
  const allowed = new RegExp(properties.properties.propertyNames.pattern, 'u');
  const name = fc
    .oneof(
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom('a/b~c', '@type', '__proto__', ' ', '1'),
    )
    .filter((one) => allowed.test(one));
  fc.assert(
    fc.property(name, name, (outer, inner) => {
      expect(elementSteps(outer)).toEqual([outer]);
      expect([isEach(outer), isNested(outer), lastName(outer)]).toEqual([false, false, outer]);
      const nested = `${outer}.${inner}`;
      expect(elementSteps(nested)).toEqual([outer, inner]);
      expect(pointerSteps(pointerOf(nested))).toEqual([outer, inner]);
      expect(elementAt(elementTree([{ name: nested }]), [outer, inner])).toBe(nested);
    }),
  );
});
