import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

interface Ticket {
  readonly id: number;
  readonly topic: string;
  readonly priority: number;
  readonly note?: string;
  readonly version: number;
}

/** How a server names places and states, and what it makes of them. */
export interface TicketHabits {
  readonly location: (id: number, origin: string) => string;
  readonly tag: (ticket: Ticket) => string;
  /** Whether `If-Match` lets a change through. */
  readonly lets: (header: string, tag: string) => boolean;
  /** Whether `If-None-Match` names what is there. */
  readonly knows: (header: string, tag: string) => boolean;
  readonly needsState: boolean;
  readonly changesAnyway: boolean;
}

/**
 * A plain server of tickets, by its document and RFC 9110 alone: it shares no line with model, mock and checks. Ends with
 * `close`.
 */
export async function ticketServer(
  key: string,
  habits: TicketHabits,
): Promise<{ readonly url: string; readonly server: Server }> {
  const tickets = new Map<number, Ticket>();
  let last = 0;

  function handle(request: IncomingMessage, response: ServerResponse, text: string): void {
    const say = (status: number, body?: unknown, headers: Record<string, string> = {}): void => {
      const json = body === undefined ? {} : { 'content-type': 'application/json' };
      response.writeHead(status, { ...json, ...headers });
      response.end(body === undefined ? undefined : JSON.stringify(body));
    };
    const { method = '', headers } = request;
    const [, part] =
      /^\/api\/tickets(?:\/([^/]+))?$/.exec(request.url?.split('?', 1)[0] ?? '') ?? [];
    const id = part === undefined ? undefined : decodeURIComponent(part);
    if (headers['x-api-key'] !== key) return say(401, { error: 'signInNeeded' });
    const methods = id === undefined ? ['GET', 'POST'] : ['GET', 'PUT', 'DELETE'];
    if (!methods.includes(method))
      return say(405, { error: 'wrong' }, { allow: methods.join(', ') });
    const found = id !== undefined && /^[1-9]\d*$/.test(id) ? tickets.get(Number(id)) : undefined;
    if (id !== undefined && found === undefined) return say(404, { error: 'missing' });
    const tag = found === undefined ? '' : habits.tag(found);
    if (found !== undefined && method === 'GET') {
      const known = headers['if-none-match'];
      return known !== undefined && habits.knows(known, tag)
        ? say(304, undefined, { etag: tag })
        : say(200, shown(found), { etag: tag });
    }
    if (method === 'GET') return say(200, [...tickets.values()].map(shown));
    const sent = method === 'DELETE' ? {} : bodyIn(text, headers['content-type']);
    if (typeof sent === 'number') return say(sent, { error: 'wrong' });
    if (found === undefined) {
      last += 1;
      const made = { ...(sent as Omit<Ticket, 'id'>), id: last, version: 1 };
      tickets.set(last, made);
      const location = habits.location(last, `http://${headers.host ?? ''}`);
      return say(201, shown(made), { location });
    }
    const state = headers['if-match'];
    if (state === undefined && habits.needsState) return say(428, { error: 'missing' });
    const isLet = state === undefined || habits.lets(state, tag);
    if (!isLet && !habits.changesAnyway) return say(412, { error: 'missing' });
    const changed = { ...(sent as Ticket), id: found.id, version: found.version + 1 };
    if (method === 'DELETE') tickets.delete(found.id);
    else tickets.set(found.id, changed);
    if (!isLet) return say(412, { error: 'missing' });
    if (method === 'DELETE') return say(204);
    return say(200, shown(changed), { etag: habits.tag(changed) });
  }

  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => handle(request, response, Buffer.concat(parts).toString()));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api`, server };
}

function shown({ id, topic, priority, note }: Ticket): Omit<Ticket, 'version'> {
  return { id, topic, priority, ...(note === undefined ? {} : { note }) };
}

/** What is sent of a ticket, or the status that refuses it. */
function bodyIn(text: string, mediaType: string | undefined): object | number {
  if (mediaType?.split(';', 1)[0]?.trim().toLowerCase() !== 'application/json') return 415;
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return 400;
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return 400;
  const { topic, priority = 3, note } = body as Record<string, unknown>;
  const isText = (value: unknown, most: number): value is string =>
    typeof value === 'string' && Array.from(value).length <= most;
  if (!isText(topic, 80) || (note !== undefined && !isText(note, 200))) return 400;
  if (!Number.isInteger(priority) || (priority as number) < 0) return 400;
  return { topic, priority, ...(note === undefined ? {} : { note }) };
}
