import { createServer } from 'node:http';
import { listLengths, madeProviders } from './madeProviders.ts';

/*
 * `node fixedServer.ts PORT`: node:http with fixed responses, the limit of what a server on Node can do. It reads bodies
 * and looks at nothing; `?n=` asks for a list of so many providers, and a PUT is answered without a body.
 */
const openidConnectInfo = {
  companyId: 'us-east-1-a',
  issuer: 'https://idp.example.net',
  scopes: 'openid',
};
const usual = JSON.stringify({ Providers: madeProviders(1), openidConnectInfo });
const lists = new Map(
  listLengths.map((count) => [String(count), JSON.stringify({ Providers: madeProviders(count) })]),
);

const server = createServer((request, response) => {
  request.resume();
  request.on('end', () => {
    const list = lists.get(/n=(\d+)/.exec(request.url ?? '')?.[1] ?? '') ?? usual;
    const body = request.method === 'PUT' ? '' : list;
    response
      .writeHead(200, {
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(body),
      })
      .end(body);
  });
});
server.keepAliveTimeout = 60_000;
server.listen(Number(process.argv[2]), '127.0.0.1');
