import { contractOf, type JsonValue } from '@oidc-admin/contract';
import { expect, it } from 'vitest';
import { createModel } from './createModel.ts';
import { lendingLibrary } from './fixtures/lendingLibrary.ts';
import { deployment, hamlet, requestOf, signedIn } from './fixtures/library.ts';
import { outcomes } from './fixtures/libraryRules.ts';
import { responseWith } from './fixtures/responseLike.ts';

it('leaves open what becomes of a value whose wrong type was taken', () => {
  const type = { allow: [400], binding: 'SHOULD', source: 'LIB-RULES' };
  const document = {
    ...Object(lendingLibrary({ ordered: true })),
    'x-outcomes': { ...outcomes, type },
  };
  const model = createModel(contractOf(document), deployment);
  const allowed = model.step(
    signedIn(model),
    requestOf('addBook', { json: { ...hamlet, title: true } }),
  );
  const judged = (changes: { readonly [name: string]: JsonValue }) => {
    const body = {
      ...hamlet,
      title: 'true',
      cover: 'soft',
      shelfMark: 'NEW',
      shelf: 3,
      ...changes,
    };
    const { mismatches } = model.judge(allowed, responseWith(201, body));
    return mismatches.map(({ clause, binding }) => `${binding} ${clause}`);
  };
  const taken = 'SHOULD library.addBook.title.type';
  expect(judged({})).toEqual([taken]);
  expect(judged({ cover: 'hard' })).toEqual([taken, 'MUST library.book.defaults']);
});
