import type { JsonValue } from '@oidc-admin/contract';
import { expect, test } from 'vitest';
import { createModel } from './createModel.ts';
import { deployment, hamlet, orderedLibrary, requestOf, signedIn } from './fixtures/library.ts';
import { responseWith } from './fixtures/responseLike.ts';

test('nobody is accused of the form of an error with a status that is not documented', () => {
  const operations = orderedLibrary.operations.map((one) => ({
    ...one,
    responses: one.responses.filter(({ status }) => status !== 415),
  }));
  const open = createModel({ ...orderedLibrary, operations }, deployment);
  const request = { ...requestOf('addBook', { json: hamlet }), mediaType: 'text/plain' };
  const judge = (body: JsonValue): readonly string[] =>
    open
      .judge(open.step(signedIn(open), request), responseWith(415, body))
      .mismatches.map(({ binding, message }) => `${binding} ${message}`);
  expect(judge({ code: 'x', more: 1 })).toEqual([]);
  expect(judge({ more: 1 })).toEqual(["SHOULD /code must have required property 'code'"]);
});
