import { smallDocument, type Editable } from './smallApi.ts';

type Operations = Record<
  string,
  { parameters?: unknown[]; responses: Record<string, { headers?: unknown }> }
>;

/** Tickets of which a read shows an `ETag`, and whose changes take `If-Match`; most APIs show none after a change. */
export async function taggedTickets(
  required: boolean,
  { shownByWrites = true }: { readonly shownByWrites?: boolean } = {},
): Promise<Editable> {
  const document = structuredClone(await smallDocument('tickets'));
  const paths = document['paths'] as Record<string, Operations>;
  const { get, put, delete: remove } = paths['/tickets/{id}'] ?? {};
  const tag = { required: true, 'x-source': 'TICKETS-TAG', schema: { type: 'string' } };
  for (const operation of shownByWrites ? [get, put] : [get])
    Object.assign(operation?.responses['200'] ?? {}, { headers: { ETag: tag } });
  Object.assign(get ?? {}, {
    parameters: [
      {
        name: 'If-None-Match',
        in: 'header',
        description: 'The state that is known.',
        'x-source': 'TICKETS-TAG',
        schema: { type: 'string' },
      },
    ],
  });
  Object.assign(get?.responses ?? {}, {
    304: { description: 'As it was.', 'x-source': 'TICKETS-TAG' },
  });
  const failed = { $ref: '#/components/responses/Missing' };
  for (const operation of [put, remove]) {
    if (operation === undefined) throw new Error('tickets are not changed any more');
    operation.parameters = [
      {
        name: 'If-Match',
        in: 'header',
        required,
        description: 'The state that is meant.',
        'x-source': 'TICKETS-TAG',
        schema: { type: 'string' },
      },
    ];
    Object.assign(operation.responses, { 412: failed, ...(required ? { 428: failed } : {}) });
  }
  return document;
}
