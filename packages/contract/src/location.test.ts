import { expect, test } from 'vitest';
import { pathInLocation, type Located } from './location.ts';

const read = { path: '/houses/{house}/rooms/{room}' };
const located = {
  resource: { name: 'room', key: 'room', parent: 'house' },
  read,
} as unknown as Located;
const create = { path: '/houses/{house}/rooms' } as Parameters<typeof pathInLocation>[1];

function found(location: string, ignoreCase = false): unknown {
  const paths = { ignoreCase, trailingSlash: 'exact', source: [], slashSource: [] } as const;
  return pathInLocation({ basePath: '/v1', paths }, create, { house: 'a b' }, located, location);
}

test.each([
  ['a path', '/v1/houses/a%20b/rooms/7'],
  ['a whole URL', 'https://rooms.example.net/v1/houses/a%20b/rooms/7'],
  ['behind what only a target has', '/proxy/v1/houses/a%20b/rooms/7'],
  ['relative to the request', 'rooms/7'],
  ['with query and fragment', '/v1/houses/a%20b/rooms/7?view=all#top'],
  ['below a parent that the server writes otherwise', '/v1/houses/5/rooms/7'],
  ['with a slash at its end', '/v1/houses/a%20b/rooms/7/'],
])('the key of what was created is read from %s', (_, location) => {
  expect(found(location)).toEqual({ house: 'a b', room: '7' });
});

test('a key keeps its encoded slash, and its letter case', () => {
  expect(found('/v1/houses/a%20b/rooms/a%2FB')).toEqual({ house: 'a b', room: 'a/B' });
  expect(found('/v1/Houses/a%20b/rooms/7')).toBeUndefined();
  expect(found('/v1/Houses/a%20b/rooms/B', true)).toEqual({ house: 'a b', room: 'B' });
});

test.each([
  ['the list', '/v1/houses/a%20b/rooms'],
  ['the list with a slash', '/v1/houses/a%20b/rooms/'],
  ['another thing', '/v1/houses/a%20b/desks/7'],
  ['what stands below it', '/v1/houses/a%20b/rooms/7/desks'],
  ['nothing', ''],
  ['the key alone, relative to the request', '7'],
  ['a broken sequence', '/v1/houses/a%20b/rooms/%zz'],
  ['no URL', 'http://['],
])('%s is no key', (_, location) => {
  expect(found(location)).toBeUndefined();
});

test('a key may be a part of a segment', () => {
  const paths = { ignoreCase: false, trailingSlash: 'exact', source: [], slashSource: [] } as const;
  const inBrackets = {
    resource: { name: 'room', key: 'room' },
    read: { path: '/rooms({room})' },
  } as unknown as Located;
  const path = { path: '/rooms' } as Parameters<typeof pathInLocation>[1];
  const keyIn = (location: string): unknown =>
    pathInLocation({ basePath: '/v1', paths }, path, {}, inBrackets, location);
  expect(keyIn('/v1/rooms(7)')).toEqual({ room: '7' });
  expect(keyIn('/v1/rooms()')).toBeUndefined();
  expect(keyIn('/v1/rooms/7')).toBeUndefined();
});
