import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { createModel } from './createModel.ts';
import { orderedLibrary, requestOf, signedIn, deployment } from './fixtures/library.ts';
import { play } from './fixtures/play.ts';
import { anyRequest } from './fixtures/requests.ts';
import type { AllowedResponse } from './model.ts';
import { withoutSaved, withSaved } from './modelState.ts';
import { dataOf, stateFrom } from './stateData.ts';

const model = createModel(orderedLibrary, deployment);
/** The order of a list is not promised, and JSON puts keys that look like numbers first. */
function statusesAndBodies(responses: readonly AllowedResponse[]) {
  return responses.map(({ status, body }) => [
    status,
    body.kind,
    body.kind === 'json' ? new Set(body.list?.elements) : undefined,
  ]);
}

it('a parent below which nothing is left is not kept in mind', () => {
  const nothing = { resources: { note: {} }, sessions: {} };
  const place = { resource: 'note', parent: 'a desk', key: 'k' };
  const saved = withSaved(stateFrom(nothing), place, { text: 'Hi.' });
  expect(dataOf(saved).resources).toEqual({ note: { 'a desk': { k: { text: 'Hi.' } } } });
  expect(dataOf(withSaved(saved, place, undefined))).toEqual(nothing);
  expect(dataOf(withoutSaved(saved, place, []))).toEqual(nothing);
  expect(dataOf(stateFrom({ ...nothing, resources: { note: { 'a desk': {} } } }))).toEqual(nothing);
});

it('a state survives being written as JSON: the same is answered afterwards', () => {
  fc.assert(
    fc.property(fc.array(anyRequest, { maxLength: 20 }), anyRequest, (before, request) => {
      const state = play(model, signedIn(model), before);
      const text = JSON.stringify(dataOf(state));
      const again = stateFrom(JSON.parse(text));
      expect(JSON.stringify(dataOf(again))).toBe(text);
      for (const asked of [request, requestOf('listBooks')]) {
        const responses = statusesAndBodies(model.step(again, asked));
        expect(responses).toEqual(statusesAndBodies(model.step(state, asked)));
      }
    }),
  );
});
