import { contractOf } from '@oidc-admin/contract';
import { expect, test } from 'vitest';
import { describeApi } from './describeApi.ts';

/** An API of jobs whose numbers the server makes, and whose create answers with these headers and this body. */
function jobsWith(headers: object, body?: object): object {
  const job = {
    type: 'object',
    required: ['id', 'title'],
    properties: { id: { type: 'integer' }, title: { type: 'string' } },
  };
  const sent = { type: 'object', properties: { title: { type: 'string' } } };
  const content = (schema: object): object => ({ content: { 'application/json': { schema } } });
  const id = { name: 'id', in: 'path', required: true, schema: { type: 'integer' } };
  const created = {
    description: 'Created.',
    headers,
    ...(body === undefined ? {} : content(body)),
  };
  return {
    openapi: '3.1.0',
    info: { title: 'Jobs', version: '1' },
    paths: {
      '/jobs': {
        post: {
          operationId: 'addJob',
          requestBody: { required: true, ...content(sent) },
          responses: { 201: created },
        },
      },
      '/jobs/{id}': {
        parameters: [id],
        get: { operationId: 'getJob', responses: { 200: { description: 'It.', ...content(job) } } },
      },
    },
  };
}

const leads = { location: { schema: { type: 'string' } } };

test.each([
  ['a create without a body', undefined],
  ['a body without the key', { type: 'object', properties: { done: { type: 'boolean' } } }],
])('%s: the key is that of the Location, and a sentence says so', (_, body) => {
  const { document, remarks, facts, problems } = describeApi(
    jobsWith(leads, body) as never,
    'jobs',
  );
  expect(problems).toEqual([]);
  expect(remarks.all.map(({ text }) => text)).toContain(
    'location of the 201 shows the id of job, and is always there: the body has none',
  );
  expect(facts).toMatch(/\| JOBS-JOB-LOCATION \| .* \| reading \| our reading \|/);
  const clause = contractOf(document).clauses.find(({ kind }) => kind === 'location');
  expect(clause?.text).toBe('addJob: the location of the 201 leads to the job that was created.');
});

test('a 201 that shows the key nowhere gets a Location, which is our reading', () => {
  const { document, remarks, facts, problems } = describeApi(jobsWith({}) as never, 'jobs');
  expect(problems).toEqual([]);
  expect(remarks.all.map(({ text }) => text)).toContain(
    'a Location of the 201 shows the id of job, though the document has none: it shows it nowhere else',
  );
  expect(facts).toMatch(/\| JOBS-JOB-LOCATION \| .* \| reading \| our reading \|/);
  const clause = contractOf(document).clauses.find(({ kind }) => kind === 'header');
  expect(JSON.stringify(clause)).toContain('JOBS-JOB-LOCATION');
});

test('where the key is in the body, nothing is said of a Location', () => {
  const body = { type: 'object', properties: { id: { type: 'integer' } } };
  const { remarks } = describeApi(jobsWith(leads, body) as never, 'jobs');
  expect(remarks.all.map(({ text }) => text).join('\n')).not.toMatch(/ of the 201 shows /);
});

test('a header that another operation shares becomes required in the create alone', () => {
  const shared = { location: { $ref: '#/components/headers/L' } };
  const jobs = JSON.parse(JSON.stringify(jobsWith(shared))) as {
    paths: Record<string, Record<string, { responses: Record<string, { headers?: object }> }>>;
    components: object;
  };
  jobs.components = { headers: { L: { description: 'Leads.', schema: { type: 'string' } } } };
  Object.assign(jobs.paths['/jobs/{id}']?.['get']?.responses['200'] ?? {}, { headers: shared });
  const { document, problems } = describeApi(jobs as never, 'jobs');
  expect(problems).toEqual([]);
  expect(document).toHaveProperty(['components', 'headers', 'L']);
  expect(document).not.toHaveProperty(['components', 'headers', 'L', 'required']);
  const made = ['paths', '/jobs', 'post', 'responses', '201', 'headers', 'location', 'required'];
  expect(document).toHaveProperty(made, true);
});
