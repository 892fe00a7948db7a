import { once } from 'node:events';
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Mock } from '@oidc-admin/mock';
import type { WireMock } from './createWireMock.ts';
import type { SharedCall } from './listCalls.ts';

/** Where the drivers of the clients ask for the next call, and say what became of the one before. */
const nextCall = '/_wire/next';

/** What a driver gets for a call: where, and how to sign in. */
export interface ConductedCall extends SharedCall {
  readonly url: string;
  readonly signIn: Readonly<Record<string, string>>;
}

/** A call, what the mock logged of it, and what the client made of the response: a status, or why it never got one. */
export interface WireRecord {
  readonly call: SharedCall;
  readonly received: readonly Mock['requests'][number]['received'][];
  readonly outcome: string;
}

/** Hands one client call after call, and notes what its mock logged for each. */
export interface Conductor extends AsyncDisposable {
  /** Without a path. */
  readonly origin: string;
  /** The next call; none when all were made. `outcome` is that of the call before. */
  next(outcome: string): ConductedCall | undefined;
  readonly records: readonly WireRecord[];
}

/** Starts a mock, and before it a server that asks the mock for the answer that each call is to get. */
export async function startConductor(
  { mock, signIn, prepare }: WireMock,
  calls: readonly SharedCall[],
): Promise<Conductor> {
  const behind = await mock.start();
  const records: WireRecord[] = [];
  let current:
    | { readonly call: SharedCall; readonly received: WireRecord['received'][number][] }
    | undefined;
  let position = 0;

  function next(outcome: string): ConductedCall | undefined {
    if (current !== undefined) records.push({ ...current, outcome });
    const call = calls[position++];
    current = call && { call, received: [] };
    if (call !== undefined) prepare(call);
    return (
      call && {
        ...call,
        url: `${origin}${new URL(behind.url).pathname.replace(/\/$/, '')}`,
        signIn,
      }
    );
  }

  /** Passes a request on as it is, with the wish for an answer, which no client sends. */
  async function pass(
    incoming: IncomingMessage,
    answer: ServerResponse,
    body: Buffer,
  ): Promise<void> {
    const { port } = new URL(behind.url);
    const outgoing = request({
      host: '127.0.0.1',
      port,
      method: incoming.method,
      path: incoming.url,
      headers: [...incoming.rawHeaders, 'prefer', `code=${current?.call.answer}`],
    });
    outgoing.end(body);
    const [reply] = (await once(outgoing, 'response')) as [IncomingMessage];
    const logged = mock.requests.at(-1)?.received;
    if (logged !== undefined) current?.received.push(logged);
    answer.writeHead(reply.statusCode ?? 502, reply.rawHeaders);
    reply.pipe(answer);
  }

  const server = createServer((incoming, answer) => {
    void (async () => {
      const body = Buffer.concat(await incoming.toArray());
      if (incoming.url !== nextCall) return pass(incoming, answer, body);
      const call = next(body.toString());
      return answer.writeHead(call === undefined ? 204 : 200).end(call && JSON.stringify(call));
    })().catch((error: unknown) => answer.destroy(error as Error));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    next,
    records,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await behind[Symbol.asyncDispose]();
    },
  };
}
