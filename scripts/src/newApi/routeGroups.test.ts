import { expect, test } from 'vitest';
import type { ForeignOperation } from './openApi.ts';
import { groupsOf } from './routeGroups.ts';

function operation(method: ForeignOperation['method'], route: string): ForeignOperation {
  return { method, route, data: {}, path: ['paths', route, method] };
}

test.each(['/things/{id}', '/things({id})', "/things('{id}')"])(
  'what stands at %s is one of what is listed',
  (route) => {
    const groups = groupsOf([
      operation('get', '/things'),
      operation('post', '/things'),
      operation('get', route),
      operation('delete', route),
    ]);
    expect(groups.map(({ base, parameter, onItem }) => [base, parameter, onItem.length])).toEqual([
      ['/things', 'id', 2],
    ]);
  },
);

test('a parameter that is another part of a segment is no key', () => {
  const groups = groupsOf([operation('get', '/things'), operation('get', '/things/{id}.json')]);
  expect(groups.map(({ base, parameter }) => [base, parameter])).toEqual([
    ['/things', undefined],
    ['/things/{id}.json', undefined],
  ]);
});
