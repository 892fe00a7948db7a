import { contractOf } from '@oidc-admin/contract';
import { expect, test } from 'vitest';
import { describeApi } from './describeApi.ts';
import type { ForeignObject } from './openApi.ts';

const text = { type: 'string' };
const thing = {
  type: 'object',
  required: ['name'],
  properties: {
    name: text,
    note: text,
    size: { type: 'object', required: ['wide'], properties: { wide: text, high: text } },
  },
};
const { name: _, ...others } = thing.properties;
const part = { type: 'object', properties: others };

function body(schema: object, mediaType = 'application/json'): object {
  return { content: { [mediaType]: { schema } } };
}

function answers(...statuses: readonly number[]): object {
  const all = [...statuses, 400, 401, 404, 409];
  return Object.fromEntries(
    all.map((status) => [
      status,
      { description: 'Done.', ...(status === 200 || status === 201 ? body(thing) : {}) },
    ]),
  );
}

/** Paths to read and delete each thing, and to list all; `writes` stand beside the read. */
function things(base: string, parameter: string, writes: object, post: object = {}): object {
  const parameters = [...`${base}/{${parameter}}`.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: text,
  }));
  const list = { description: 'All.', ...body({ type: 'array', items: thing }) };
  return {
    [base]: {
      parameters: parameters.slice(0, -1),
      get: { responses: { ...answers(), 200: list } },
      ...post,
    },
    [`${base}/{${parameter}}`]: {
      parameters,
      get: { responses: answers(200) },
      delete: { responses: answers(204) },
      ...writes,
    },
  };
}

const creates = {
  post: { requestBody: { required: true, ...body(thing) }, responses: answers(201) },
};
const merges = {
  requestBody: { required: true, ...body(part, 'application/merge-patch+json') },
  responses: answers(200),
};
const saves = { requestBody: { required: true, ...body(part) }, responses: answers(201, 204) };
const forge = {
  openapi: '3.1.0',
  info: { title: 'Forge', version: '1' },
  paths: {
    ...things('/teams', 'team', { patch: merges }, creates),
    ...things('/teams/{team}/projects', 'project', { put: saves }),
    ...things('/teams/{team}/projects/{project}/roles', 'role', {}, creates),
    ...things('/houses/{house}/rooms/{room}/desks', 'desk', {}, creates),
  },
};

test('merges, PUTs that create and several parents are seen in a document', () => {
  // A document that is read from a file has nothing twice.
  const given = JSON.parse(JSON.stringify(forge)) as ForeignObject;
  const { document, inferred, remarks, problems } = describeApi(given, 'forge');
  expect(problems).toEqual([]);
  expect(
    inferred.resources.map(({ name, parents, key, actions }) => [
      name,
      parents.join(' '),
      key?.property,
      actions.map(({ does }) => does).join(' '),
    ]),
  ).toEqual([
    ['team', '', 'name', 'list create read merge delete'],
    ['project', 'team', 'name', 'list read save delete'],
    ['role', 'team project', 'name', 'list create read delete'],
    ['desk', 'house room', 'name', 'list create read delete'],
  ]);
  const { operations, clauses } = contractOf(document);
  const merge = operations.find(({ action }) => action.does === 'merge');
  const nullable = (merge?.body?.properties ?? []).filter(({ types }) => types.includes('null'));
  expect(nullable.map(({ name }) => name)).toEqual(['note', 'size', 'size.high']);
  expect(clauses.find(({ id }) => id === 'forge.team.merged')?.authority).toBe('documented');
  const texts = remarks.all.map(({ text: says }) => says).join('\n');
  expect(texts).toContain('PUT /teams/{team}/projects/{name} creates what is not there');
  expect(texts).toContain('PATCH /teams/{name} merges (RFC 7396): null removes');
  // Houses and rooms only a deployment knows.
  expect(texts).not.toContain('/houses/{house}/rooms/{room}/desks is below');
});
