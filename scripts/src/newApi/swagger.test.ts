import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import { describeApi } from './describeApi.ts';
import { readForeignDocument } from './readForeignDocument.ts';
import { writtenDocument } from './writtenDocument.ts';

const folder = mkdtempSync(join(tmpdir(), 'swagger-'));
afterAll(() => rmSync(folder, { recursive: true }));

const text = `# Labels of a shop.
swagger: '2.0'
info: {title: Labels, version: '1'}
host: labels.example.net
basePath: /api/v1
schemes: [https, http]
consumes: [application/json]
produces: [application/json, text/html]
securityDefinitions:
  token: {type: apiKey, in: header, name: X-Token}
  login: {type: basic}
  code: {type: oauth2, flow: accessCode, authorizationUrl: 'https://x.example.net/a', tokenUrl: 'https://x.example.net/t', scopes: {all: everything}}
security:
  - token: []
  - login: []
  - code: [all]
paths:
  /labels:
    get:
      operationId: listLabels
      parameters:
        - {name: page, in: query, type: integer, minimum: 1}
        - {name: ids, in: query, type: array, items: {type: string}, collectionFormat: csv}
      responses:
        '200': {description: All., schema: {type: array, items: {$ref: '#/definitions/Label'}}}
    post:
      operationId: addLabel
      parameters:
        - {$ref: '#/parameters/label'}
      responses:
        '201': {$ref: '#/responses/Label'}
        '422': {description: Wrong.}
  /labels/{id}:
    parameters:
      - {name: id, in: path, required: true, type: integer, format: int64}
    get:
      operationId: readLabel
      responses:
        '200': {$ref: '#/responses/Label'}
        '404': {description: None.}
    patch:
      operationId: editLabel
      parameters:
        - name: change
          in: body
          # What changes.
          schema: {$ref: '#/definitions/LabelChange'}
      responses:
        '200': {$ref: '#/responses/Label'}
        '404': {description: None.}
    delete:
      operationId: removeLabel
      responses:
        '204': {description: Gone.}
        '404': {description: None.}
  /labels/{id}/picture:
    post:
      operationId: addPicture
      parameters:
        - {name: id, in: path, required: true, type: integer}
        - {name: file, in: formData, type: file}
      responses:
        '204': {description: Done.}
parameters:
  label: {name: label, in: body, required: true, schema: {$ref: '#/definitions/NewLabel'}}
responses:
  Label: {description: One., schema: {$ref: '#/definitions/Label'}}
# What is kept.
definitions:
  Label:
    type: object
    properties:
      # Given by the server.
      id: {type: integer, format: int64}
      name: {type: string}
      note: {type: string, x-nullable: true}
  NewLabel:
    type: object
    required: [name]
    properties:
      name: {type: string}
      note: {type: string}
  LabelChange:
    type: object
    properties:
      name: {type: string}
      note: {type: string}
`;

function read(name: string, content: string): ReturnType<typeof readForeignDocument> {
  const file = join(folder, name);
  writeFileSync(file, content);
  return readForeignDocument(file);
}

/** The same as JSON, and each line of the JSON beside what it is about. */
const json = JSON.stringify(parse(text), undefined, 2);

test.each([
  ['YAML', 'labels.yaml', text],
  ['JSON', 'labels.json', json],
])('a document of Swagger 2.0 in %s is taken, with all that it says', (_, name, content) => {
  const { data } = read(name, content);
  const { inferred, problems, document } = describeApi(data, 'labels');
  expect(problems).toEqual([]);
  const [label] = inferred.resources;
  expect(label).toMatchObject({
    name: 'label',
    key: { property: 'id' },
    serverMade: true,
    actions: [
      { does: 'list' },
      { does: 'create' },
      { does: 'read' },
      { does: 'merge' },
      { does: 'delete' },
    ],
  });
  expect(document).toMatchObject({
    openapi: '3.1.1',
    servers: [{ url: 'https://labels.example.net/api/v1' }, {}],
    paths: {
      '/labels': {
        get: {
          parameters: [{ name: 'page', schema: { type: 'integer', minimum: 1 } }],
          responses: { 200: { content: { 'application/json': { schema: { type: 'array' } } } } },
        },
        post: {
          requestBody: {
            required: true,
            content: { 'application/json': { schema: { $ref: '#/components/schemas/NewLabel' } } },
          },
        },
      },
    },
    components: {
      securitySchemes: {
        token: { type: 'apiKey', in: 'header', name: 'X-Token' },
        login: { type: 'http', scheme: 'basic' },
        // Nobody but a person gets such a token.
        code: { type: 'http', scheme: 'bearer' },
      },
      schemas: { Label: { properties: { note: { type: ['string', 'null'] } } } },
    },
  });
});

test.each([
  ['YAML', 'labels.yaml', text],
  ['JSON', 'labels.json', json],
])('what is remarked about Swagger 2.0 in %s has the line of the file', (_, name, content) => {
  const document = read(name, content);
  const lines = content.split('\n');
  const at = (...path: readonly string[]): string => lines[document.lineOf(path) - 1] ?? '';
  const post = ['paths', '/labels', 'post'];
  const inBody = ['requestBody', 'content', 'application/json', 'schema'];
  expect(at('components', 'schemas', 'Label', 'properties', 'note')).toMatch(/note/);
  expect(at('components', 'securitySchemes', 'login')).toMatch(/login/);
  expect(at('components', 'responses', 'Label')).toMatch(/Label/);
  expect(at('servers', '0', 'url')).toMatch(/host/);
  expect(at(...post, ...inBody)).toMatch(name.endsWith('json') ? /^ +\{$/ : /parameters\/label/);
  expect(at('paths', '/labels/{id}', 'patch', ...inBody)).toMatch(/schema/);
  expect(at('paths', '/labels', 'get', 'parameters', '1')).toMatch(
    name.endsWith('json') ? /^ +\{$/ : /ids/,
  );
  const schema = ['content', 'application/json', 'schema', 'items'];
  expect(at('paths', '/labels', 'get', 'responses', '200', ...schema)).toMatch(/items/);
});

test('the copy of Swagger 2.0 keeps the comments, and has nothing of the old version', () => {
  const foreign = read('labels.yaml', text);
  const written = writtenDocument(foreign, describeApi(foreign.data, 'labels'));
  expect(written).toMatch(/# Labels of a shop\.\n(?:.*\n)*openapi: 3\.1/);
  expect(written).toContain('# What is kept.');
  expect(written).toContain('# Given by the server.');
  expect(written).not.toMatch(/^(?:swagger|definitions|responses|parameters|basePath|schemes):/m);
  expect(written).not.toMatch(/formData|#\/definitions/);
  expect(parse(written)).toMatchObject({ components: { schemas: { Label: {}, NewLabel: {} } } });
});

test('without a host the server is the path, and nothing of the old words stays', () => {
  const { data } = read('hostless.yaml', text.replace(/^host: .*\n/m, ''));
  expect(data['servers']).toEqual([{ url: '/api/v1' }]);
  expect(Object.keys(data)).not.toContain('schemes');
});

test('what is no Swagger that can be upgraded is refused with a sentence', () => {
  const broken = text.replace('- {name: page, in: query,', '- {name: page,');
  expect(() => read('broken.yaml', broken)).toThrow(
    /broken.yaml: this document cannot be made OpenAPI 3.1: .*"in"/,
  );
  expect(() => read('old.yaml', "swagger: '1.2'\npaths: {/a: {}}")).toThrow(
    /this is Swagger "1.2"; only 2.0/,
  );
});

test.each([
  [
    'schemes: [http, https]',
    ['https://labels.example.net/api/v1', 'http://labels.example.net/api/v1'],
    0,
  ],
  ['schemes: [http]', ['http://labels.example.net/api/v1'], 0],
  ['', ['https://labels.example.net/api/v1'], 1],
])('of the servers the one with TLS is the first: %s', (schemes, servers, guesses) => {
  const file = join(folder, 'schemes.yaml');
  writeFileSync(file, text.replace('schemes: [https, http]', schemes));
  const { data, guesses: found } = readForeignDocument(file);
  expect((data['servers'] as { url: string }[]).map(({ url }) => url)).toEqual(servers);
  expect(found).toHaveLength(guesses);
});

test('a shared body that is used is not called left out', () => {
  const file = join(folder, 'shared.yaml');
  writeFileSync(file, text);
  const { remarks } = describeApi(readForeignDocument(file).data, 'labels');
  expect(remarks.all.map((one) => one.text).join('\n')).not.toMatch(
    /requestBodies.* is left out: nothing refers/,
  );
});
