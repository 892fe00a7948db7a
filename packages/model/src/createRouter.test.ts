import { describe, expect, it } from 'vitest';
import { createRouter } from './createRouter.ts';
import { orderedLibrary } from './fixtures/library.ts';

const router = createRouter(orderedLibrary);
const exact = createRouter({
  ...orderedLibrary,
  basePath: '',
  paths: { ...orderedLibrary.paths, ignoreCase: false, trailingSlash: 'exact' },
});

function routed(route: ReturnType<typeof router>) {
  if (route.kind === 'operation') return [route.operation.id, route.path];
  return route.kind === 'method' ? [route.kind, route.allow, route.operation.id] : [route.kind];
}

describe('createRouter', () => {
  it.each([
    ['GET', '/Lib/books', ['listBooks', {}]],
    ['GET', '/lib/BOOKS/', ['listBooks', {}]],
    ['GET', '/Lib/books?x=/y', ['listBooks', {}]],
    ['GET', '/Lib/books/aB', ['readBook', { isbn: 'aB' }]],
    ['GET', '/Lib/books/aB/', ['readBook', { isbn: 'aB' }]],
    ['PUT', '/Lib/books/a%2Fb%20c', ['replaceBook', { isbn: 'a/b c' }]],
    ['GET', '/Lib/%62ooks', ['listBooks', {}]],
    ['POST', '/Lib/branches/north/notice/check', ['checkNotice', { branch: 'north' }]],
    ['PATCH', '/Lib/books/1', ['method', ['GET', 'PUT', 'DELETE'], 'readBook']],
    ['GET', '/Lib/sessions', ['method', ['POST', 'DELETE'], 'signIn']],
    ['GET', '/Lib/books//', ['none']],
    ['GET', '/Lib/books/1/pages', ['none']],
    ['GET', '/books', ['none']],
    ['GET', '/Lib', ['none']],
    ['GET', '', ['none']],
    ['GET', 'no slash', ['none']],
    ['GET', '/Lib/books/%zz', ['badEncoding']],
    ['GET', '/Lib/books/%E0%A4%A', ['badEncoding']],
  ])('%s %s', (method, path, expected) => {
    expect(routed(router(method, path))).toEqual(expected);
  });

  it.each([
    ['/books', ['listBooks', {}]],
    ['/books/', ['none']],
    ['/Books', ['none']],
    ['/books/1/', ['readBook', { isbn: '1' }]],
    ['/books/1', ['none']],
  ])('keeps to letter case and slash where they count: %s', (path, expected) => {
    expect(routed(exact('GET', path))).toEqual(expected);
  });

  it.each([
    ['/books(aB)', ['readBook', { isbn: 'aB' }]],
    ['/books(a%2Fb)', ['readBook', { isbn: 'a/b' }]],
    ['/BOOKS(aB)', ['readBook', { isbn: 'aB' }]],
    ['/books()', ['none']],
    ['/books(aB', ['none']],
    ['/shelves/a', ['readShelf', { isbn: 'a' }]],
    ['/shelves/a.json', ['readShelfJson', { isbn: 'a' }]],
    ['/shelves/.json', ['readShelf', { isbn: '.json' }]],
  ])('a value may be a part of a segment: %s', (path, expected) => {
    const [read] = orderedLibrary.operations.filter(({ id }) => id === 'readBook');
    if (read === undefined) throw new Error('the library reads no book');
    const parts = createRouter({
      ...orderedLibrary,
      basePath: '',
      operations: [
        { ...read, path: '/books({isbn})' },
        { ...read, id: 'readShelf', path: '/shelves/{isbn}' },
        { ...read, id: 'readShelfJson', path: '/shelves/{isbn}.json' },
      ],
    });
    expect(routed(parts('GET', path))).toEqual(expected);
  });
});
