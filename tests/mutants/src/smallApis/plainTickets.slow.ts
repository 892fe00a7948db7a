import { expect, test } from 'vitest';
import { smallApi, strictRunAt } from './smallApi.ts';
import { taggedTickets } from './taggedTickets.ts';
import { ticketServer, type TicketHabits } from './ticketServer.ts';

const strong: TicketHabits = {
  location: (id, origin) => `${origin}/api/tickets/${id}`,
  tag: ({ version }) => `"${version}"`,
  lets: (header, tag) => header === '*' || header.split(/, */).includes(tag),
  knows: (header, tag) => header === '*' || header.split(/, */).includes(tag),
  needsState: true,
  changesAnyway: false,
};

function bare(tag: string): string {
  return tag.replaceAll('W/', '');
}

/** Whose tags are weak, and compared all the same. */
const weak: TicketHabits = {
  ...strong,
  location: (id) => `tickets/${id}`,
  tag: ({ version }) => `W/"v${version}"`,
  lets: (header, tag) => strong.lets(bare(header), bare(tag)),
  knows: (header, tag) => strong.knows(bare(header), bare(tag)),
};

/** What a strict run says of a plain server, and which clauses fail. */
async function found(habits: TicketHabits): Promise<readonly string[]> {
  const document = await taggedTickets(true);
  const paths = document['paths'] as Record<
    string,
    Record<string, { responses: Record<string, object> }>
  >;
  const headers = {
    Location: { required: true, 'x-source': 'TICKETS-LOCATION', schema: { type: 'string' } },
  };
  Object.assign(paths['/tickets']?.['post']?.responses['201'] ?? {}, { headers });
  const api = smallApi(document);
  const key = 'a-key-of-nobody-0123456789';
  const { url, server } = await ticketServer(key, habits);
  try {
    const { verdict, clauses } = await strictRunAt(api, url, { TICKETS_API_KEY: key });
    const failed = clauses.filter(({ status }) => status === 'failed').map(({ id }) => id);
    expect(verdict).toBe(failed.length === 0 ? 'conformant' : 'violations');
    return failed;
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

test.each([
  ['versions, and whole URLs', strong],
  ['weak tags, and relative references', weak],
])('a plain server with %s keeps every clause', async (_, habits) => {
  expect(await found(habits)).toEqual([]);
});

let count = 0;

test.each<[string, Partial<TicketHabits>, string]>([
  ['leads to the list', { location: () => '/api/tickets' }, 'addTicket.201.Location.location'],
  ['leads to the first', { location: () => '/api/tickets/1' }, 'addTicket.201.Location.location'],
  [
    'leads to another server',
    { location: (id) => `http://elsewhere.invalid/others/${id}` },
    'addTicket.201.Location.location',
  ],
  ['has one tag for a ticket', { tag: ({ id }) => `"${id}"` }, 'getTicket.200.ETag.entityTag'],
  [
    'has no quotation marks',
    { tag: ({ version }) => `v${version}` },
    'getTicket.200.ETag.entityTag',
  ],
  ['has a new tag each time', { tag: () => `"${(count += 1)}"` }, 'getTicket.200.ETag.sameTag'],
  ['takes any state', { lets: () => true }, 'replaceTicket.If-Match.staleTag'],
  ['takes no *', { lets: (header, tag) => header === tag }, 'replaceTicket.If-Match.presentTag'],
  ['changes what it refuses', { changesAnyway: true }, 'replaceTicket.If-Match.staleTag'],
  ['needs no state', { needsState: false }, 'replaceTicket.header.If-Match.required'],
  ['shows everything', { knows: () => false }, 'getTicket.If-None-Match.notModified'],
  ['never shows anything new', { knows: () => true }, 'getTicket.If-None-Match.notModified'],
])('a plain server that %s is found', async (_, habits, clause) => {
  expect(await found({ ...strong, ...habits })).toContain(`tickets.${clause}`);
});
