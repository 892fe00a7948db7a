import { connect } from 'node:net';

/** Sends bytes over a new connection and answers what came back until it was closed, or until the time is over. */
export function sendBytes(
  port: number,
  bytes: string | Uint8Array,
  {
    end = false,
    milliseconds = 300,
  }: { readonly end?: boolean; readonly milliseconds?: number } = {},
): Promise<string> {
  return new Promise((resolve) => {
    let seen = '';
    const socket = connect(port, '127.0.0.1', () => {
      socket.write(bytes);
      if (end) socket.end();
    });
    const timer = setTimeout(() => socket.destroy(), milliseconds);
    socket.on('data', (chunk: Buffer) => {
      seen += chunk.toString('latin1');
    });
    // The other side may end the connection as it likes.
    socket.on('error', () => {});
    socket.on('close', () => {
      clearTimeout(timer);
      resolve(seen);
    });
  });
}
