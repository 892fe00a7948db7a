import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';

/** A proxy for https that leads every host to one port of this computer; answers its URL. It ends with the stack. */
export async function startTunnel(port: number, stack: AsyncDisposableStack): Promise<string> {
  const sockets = new Set<Socket>();
  const server = createServer();
  server.on('connect', (_request, client: Socket, head: Buffer) => {
    const onward = connect(port, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      onward.write(head);
      client.pipe(onward).pipe(client);
    });
    for (const socket of [client, onward]) {
      sockets.add(socket);
      socket.on('error', () => socket.destroy());
    }
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  stack.defer(async () => {
    for (const socket of sockets) socket.destroy();
    server.close();
    await once(server, 'close');
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
