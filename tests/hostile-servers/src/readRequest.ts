import type { Socket } from 'node:net';

export interface HostileRequest {
  readonly method: string;
  readonly path: string;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** Reads the first request of a connection, whose body has a length; undefined where it ends before. */
export function readRequest(socket: Socket): Promise<HostileRequest | undefined> {
  return new Promise((resolve) => {
    let bytes = Buffer.alloc(0);
    socket.on('close', () => resolve(undefined));
    socket.on('data', (chunk: Buffer) => {
      bytes = Buffer.concat([bytes, chunk]);
      const end = bytes.indexOf('\r\n\r\n');
      if (end < 0) return;
      const [first = '', ...lines] = bytes.toString('latin1', 0, end).split('\r\n');
      const [method = '', path = ''] = first.split(' ');
      const headers = Object.fromEntries(
        lines.map((line) => {
          const colon = line.indexOf(':');
          return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
        }),
      );
      const body = bytes.subarray(end + 4);
      if (body.length >= Number(headers['content-length'] ?? 0))
        resolve({ method, path, headers, body });
    });
  });
}
