import { contractOf } from '@oidc-admin/contract';
import { expect, test } from 'vitest';
import { describeApi } from './describeApi.ts';
import type { ForeignObject } from './openApi.ts';

const text = { type: 'string' };
const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

/** A user as directories show one, which is created by its name. */
function describedUsers(more: object, required: readonly string[]) {
  const user = {
    type: 'object',
    required: ['userName', ...required],
    properties: { userName: text, ...more },
  };
  const body = {
    content: { 'application/json': { schema: { $ref: '#/components/schemas/User' } } },
  };
  const one = { 200: { description: 'It.', ...body }, 404: { description: 'None.' } };
  const parameters = [{ name: 'userName', in: 'path', required: true, schema: text }];
  return describeApi(
    JSON.parse(
      JSON.stringify({
        openapi: '3.1.0',
        info: { title: 'Users', version: '1' },
        paths: {
          '/Users': {
            post: {
              operationId: 'addUser',
              requestBody: { required: true, ...body },
              responses: {
                201: { description: 'Added.', ...body },
                400: { description: 'Wrong.' },
                409: { description: 'Taken.' },
              },
            },
          },
          '/Users/{userName}': { parameters, get: { operationId: 'getUser', responses: one } },
        },
        components: { schemas: { User: user } },
      }),
    ) as ForeignObject,
    'users',
  );
}

test('what nobody has to send is left out where no engine can say its name', () => {
  const made = { ...text, readOnly: true };
  const { document, problems, remarks } = describedUsers(
    {
      '@odata.type': made,
      [enterprise]: { type: 'object', properties: { 'cost.center': text } },
      $ref: text,
    },
    ['@odata.type'],
  );
  expect(problems).toEqual([]);
  const { clauses, operations } = contractOf(document);
  const [create] = operations.filter(({ id }) => id === 'addUser');
  expect(create?.body?.properties.map(({ name }) => name)).toEqual(['userName', '$ref']);
  expect(clauses.some(({ kind }) => kind === 'undocumentedProperty')).toBe(false);
  expect(remarks.all.map(({ text: said }) => said)).toContain(
    `the property ${enterprise} is left out: no engine can say a name with dots or brackets; the object around it may have any others`,
  );
});

test('what has to be sent is not left out', () => {
  const { problems } = describedUsers({ 'odata.type': text }, ['odata.type']);
  expect(problems.map(({ reason }) => reason).join()).toContain('the name "odata.type" must match');
});
