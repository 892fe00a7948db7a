/** The operations that each resource of a made document has: list, create, read, replace and delete. */
const each = 5;

const error = {
  type: 'object',
  required: ['message'],
  properties: { message: { type: 'string', description: 'What is wrong.' } },
};

function json(schema: object): object {
  return { content: { 'application/json': { schema } } };
}

/** A plain OpenAPI document of so many operations, as somebody else would have written it; a multiple of five. */
export function madeDocument(operations: number): object {
  const names = Array.from({ length: operations / each }, (_, index) => `item${index + 1}`);
  return {
    openapi: '3.1.0',
    info: { title: `Made of ${operations}`, version: '1', description: 'Made for a benchmark.' },
    servers: [{ url: 'https://api.example.net' }],
    security: [{ bearer: [] }],
    tags: [{ name: 'items', description: 'All of it.' }],
    paths: Object.assign({}, ...names.map(pathsOf)) as object,
    components: {
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } },
      schemas: Object.fromEntries([
        ['error', error],
        ...names.map((name) => [name, schemaOf(name)] as const),
      ]),
    },
  };
}

function schemaOf(name: string): object {
  return {
    type: 'object',
    description: `What ${name} holds.`,
    required: ['id', 'title'],
    properties: {
      id: { type: 'string', maxLength: 40, description: 'The key.' },
      title: { type: 'string', minLength: 1, maxLength: 80, description: 'For people.' },
      colour: { type: 'string', enum: ['green', 'red'], description: 'The colour.' },
      count: { type: 'integer', minimum: 0, maximum: 100, description: 'How many.' },
      secret: { type: 'string', format: 'password', writeOnly: true, description: 'Never shown.' },
    },
  };
}

function pathsOf(name: string): object {
  const schema = { $ref: `#/components/schemas/${name}` };
  const one = json(schema);
  const failed = (...statuses: readonly number[]): object =>
    Object.fromEntries(
      statuses.map((status) => [
        status,
        { description: `Refused: ${status}.`, ...json({ $ref: '#/components/schemas/error' }) },
      ]),
    );
  const operation = (does: string, rest: object): object => ({
    operationId: `${does}${name}`,
    tags: ['items'],
    summary: `${does} ${name}`,
    description: `Does ${does} with ${name}.`,
    ...rest,
  });
  const requestBody = { required: true, ...one };
  const key = { name: 'id', in: 'path', required: true, description: 'The key.' };
  return {
    [`/${name}`]: {
      get: operation('list', {
        responses: {
          200: { description: 'All.', ...json({ type: 'array', items: schema }) },
          ...failed(401),
        },
      }),
      post: operation('create', {
        requestBody,
        responses: { 201: { description: 'Made.', ...one }, ...failed(400, 401, 409) },
      }),
    },
    [`/${name}/{id}`]: {
      parameters: [{ ...key, schema: { type: 'string', maxLength: 40 } }],
      get: operation('read', {
        responses: { 200: { description: 'It.', ...one }, ...failed(401, 404) },
      }),
      put: operation('replace', {
        requestBody,
        responses: { 200: { description: 'Saved.', ...one }, ...failed(400, 401, 404) },
      }),
      delete: operation('delete', {
        responses: { 204: { description: 'Gone.' }, ...failed(401, 404) },
      }),
    },
  };
}
