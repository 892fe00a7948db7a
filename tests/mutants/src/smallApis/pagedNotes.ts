import type { Fault } from '@oidc-admin/mock';
import { smallDocument, type Editable } from './smallApi.ts';

/** Notes in pages of four that are asked for by `page`, or by a cursor that stands at `/next` or in a header `Link`. */
export async function pagedNotes(by: 'page' | 'cursor' | 'link'): Promise<Editable> {
  const document = await smallDocument('notes');
  const { paths, 'x-outcomes': outcomes } = document as {
    readonly paths: Record<string, Record<string, Editable>>;
    readonly 'x-outcomes': Editable;
  } & Editable;
  const resources = document['x-resources'] as Record<string, { readonly rules: Editable }>;
  Object.assign(resources['note']?.rules ?? {}, { paged: 'NOTES-KEPT' });
  outcomes['minimum'] = { allow: [400], source: 'NOTES-ERROR' };
  const get = paths['/notes']?.['get'] ?? {};
  const parameter = (name: string, schema: object): object => ({
    name,
    in: 'query',
    description: name,
    'x-source': 'NOTES-LIST',
    schema,
  });
  const count = { type: 'integer', minimum: 1 };
  get['parameters'] = [
    parameter('limit', { ...count, default: 4 }),
    by === 'page' ? parameter('page', count) : parameter('cursor', { type: 'string' }),
  ];
  const next = by === 'cursor' ? '/next' : 'Link';
  get['x-paging'] = {
    limit: 'limit',
    ...(by === 'page' ? { page: 'page' } : { cursor: 'cursor', next }),
  };
  const responses = get['responses'] as Record<string, object>;
  responses['400'] = { $ref: '#/components/responses/Wrong' };
  const { content } = responses['200'] as {
    readonly content: Record<string, { readonly schema: { readonly properties: Editable } }>;
  };
  const properties = content['application/json']?.schema.properties ?? {};
  if (by === 'cursor') properties['next'] = { type: 'string', description: 'The next cursor.' };
  return document;
}

/** A server that shows its pages otherwise. */
export function otherwise(decide: NonNullable<Fault['decide']>): Fault {
  return {
    name: 'otherwise',
    description: 'Other pages.',
    breaks: [],
    operation: 'listNotes',
    decide,
  };
}
