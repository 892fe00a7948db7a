import { join } from 'node:path';
import { expect, test } from 'vitest';
import { topLevelArrows } from './topLevelArrows.ts';
import { readSources } from './workspace.ts';

const root = join(import.meta.dirname, '../../..');

test('functions at the top of a file are declarations', () => {
  const found = readSources(root).flatMap((source) => topLevelArrows(source));
  expect(found).toEqual([]);
});

test('arrow functions are found, exported or not; a typed one and one inside a function are not', () => {
  const text = `
    const f = () => 1;
    export const g = async <T>(x: T) => x, limit = 3;
    const typed: () => number = () => 1;
    function h() { const inner = () => 1; return inner; }`;
  expect(topLevelArrows({ path: 'a.ts', text })).toEqual(['a.ts: f', 'a.ts: g']);
});
