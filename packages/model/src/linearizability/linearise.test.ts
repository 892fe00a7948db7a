import { expect, test } from 'vitest';
import { createModel } from '../createModel.ts';
import { deployment, hamlet, orderedLibrary, requestOf, signedIn } from '../fixtures/library.ts';
import { play } from '../fixtures/play.ts';
import { responseWith } from '../fixtures/responseLike.ts';
import { linearise, type ObservedExchange } from './linearise.ts';

const model = createModel(orderedLibrary, deployment);
const start = play(model, signedIn(model), [requestOf('addBook', { json: hamlet })]);
const path = { isbn: '1' };

function replaced(title: string, from: number, to: number): ObservedExchange {
  const request = requestOf('replaceBook', { path, json: { title, author: 'W' } });
  return { request, response: responseWith(200, undefined), start: from, end: to };
}

test('a response that fits nowhere is told by what is wrong in the state that it was sent in', () => {
  const wrong = { isbn: '1', title: 'A', author: 'W', cover: 'hard', shelfMark: 'NEW' };
  const { stuck } = linearise(model, start, [
    replaced('A', 0, 1),
    replaced('B', 2, 4),
    replaced('C', 2, 5),
    {
      request: requestOf('readBook', { path }),
      response: responseWith(200, wrong),
      start: 2,
      end: 6,
    },
  ]);
  expect(stuck?.index).toBe(3);
  expect(stuck?.mismatches.map(({ at }) => at)).toEqual(['/cover']);
});
