import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Responder } from '../exchange.ts';
import type { ReplyText } from './brokenHttp.ts';
import { headOf } from './receive.ts';
import { sendReply } from './sendReply.ts';

interface Connection {
  /** Responses under way. */
  busy: number;
  /** The last request that began. */
  last: { readonly message: IncomingMessage; readonly response: ServerResponse } | undefined;
  /** Ends when nothing is under way any more. */
  ending: boolean;
}

/** What is under way on each connection. */
export class Connections {
  readonly #open = new WeakMap<Duplex, Connection>();

  begin(message: IncomingMessage, response: ServerResponse): void {
    const { socket } = message;
    const connection = this.#open.get(socket) ?? { busy: 0, last: undefined, ending: false };
    connection.busy += 1;
    connection.last = { message, response };
    this.#open.set(socket, connection);
    response.once('close', () => {
      connection.busy -= 1;
      if (connection.busy > 0) return;
      connection.last = undefined;
      if (connection.ending) socket.destroySoon();
    });
  }

  isBusy(socket: Duplex): boolean {
    return (this.#open.get(socket)?.busy ?? 0) > 0;
  }

  /**
   * After a mistake in what arrives: a request that is not complete is refused in its turn; responses under way are
   * finished first, since another one written into them would spoil both.
   */
  breakOff(socket: Duplex, responder: Responder, [status, text]: ReplyText): void {
    const connection = this.#open.get(socket);
    if (connection === undefined) return;
    connection.ending = true;
    const { last } = connection;
    if (last === undefined || last.message.complete || last.response.headersSent) return;
    const reply = responder.refuse(headOf(last.message), status, text);
    sendReply(last.response, { ...reply, headers: [...reply.headers, ['connection', 'close']] });
  }
}
