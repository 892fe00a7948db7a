import { connect, type Socket } from 'node:net';

/** What a load on one server measured. */
interface LoadResult {
  readonly requestsPerSecond: number;
  /** All that were answered; on a busy machine the last come later than asked for. */
  readonly requests: number;
  /** Milliseconds within which 99 of 100 responses were there. */
  readonly p99: number;
  /** Responses with another status than the wanted one. */
  readonly wrong: number;
}

/** A request as bytes, sent again and again over kept connections. */
export interface LoadRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/**
 * Sends one request for so long over so many connections, each waiting for its response before it sends the next. Reads
 * no more of a response than its status and length, so that the load itself costs little.
 */
export async function load(
  port: number,
  request: LoadRequest,
  { connections, milliseconds }: { readonly connections: number; readonly milliseconds: number },
): Promise<LoadResult> {
  const bytes = bytesOf(request, port);
  const times: number[] = [];
  const end = performance.now() + milliseconds;
  const started = performance.now();
  const wrong = await Promise.all(
    Array.from({ length: connections }, () => run(port, bytes, end, times)),
  );
  const seconds = (performance.now() - started) / 1000;
  times.sort((one, other) => one - other);
  return {
    requestsPerSecond: times.length / seconds,
    requests: times.length,
    p99: times[Math.floor(times.length * 0.99)] ?? Number.NaN,
    wrong: wrong.reduce((sum, count) => sum + count, 0),
  };
}

function bytesOf({ method, path, headers, body = '' }: LoadRequest, port: number): Buffer {
  const head = [
    `${method} ${path} HTTP/1.1`,
    ...Object.entries({ host: `127.0.0.1:${port}`, ...headers }).map(
      ([name, value]) => `${name}: ${value}`,
    ),
    `content-length: ${Buffer.byteLength(body)}`,
  ];
  return Buffer.from(`${head.join('\r\n')}\r\n\r\n${body}`);
}

function run(port: number, bytes: Buffer, end: number, times: number[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket: Socket = connect(port, '127.0.0.1');
    socket.setNoDelay(true);
    let wrong = 0;
    let sent = 0;
    let missing = -1;
    let begun = '';
    const send = (): void => {
      sent = performance.now();
      missing = -1;
      begun = '';
      socket.write(bytes);
    };
    const finished = (): void => {
      times.push(performance.now() - sent);
      if (performance.now() < end) send();
      else {
        socket.destroy();
        resolve(wrong);
      }
    };
    socket.on('data', (chunk: Buffer) => {
      if (missing >= 0) {
        missing -= chunk.byteLength;
      } else {
        begun += chunk.toString('latin1');
        const head = begun.indexOf('\r\n\r\n');
        if (head < 0) return;
        if (!/^HTTP\/1\.1 20[014]/.test(begun)) wrong += 1;
        const length = /\r\ncontent-length: *(\d+)/i.exec(begun.slice(0, head + 2))?.[1];
        if (length === undefined && /\r\ntransfer-encoding: *chunked/i.test(begun)) {
          if (begun.endsWith('0\r\n\r\n')) finished();
          return;
        }
        missing = Number(length ?? 0) - (begun.length - head - 4);
      }
      if (missing === 0) finished();
    });
    socket.on('error', reject);
    socket.on('connect', send);
  });
}
