import { createServer } from 'node:http';

/*
 * A server with one fixed response, in a process of its own: `node fixedServer.ts` prints its port.
 * It ends with its parent, whose messages it would else wait for.
 */
const body = JSON.stringify({
  Providers: [
    {
      id: 'corp',
      authenticationFlow: 'Code',
      discoveryEndpointUrl: 'https://idp.example.net/.well-known/openid-configuration',
      clientId: 'pvwa',
      clientSecretMethod: 'Basic',
      userNameClaim: 'preferred_username',
    },
  ],
  openidConnectInfo: {
    companyId: 'us-east-1-a',
    issuer: 'https://idp.example.net',
    scopes: 'openid',
  },
});
const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };

const server = createServer((request, response) => {
  request.resume();
  request.on('end', () => response.writeHead(200, headers).end(body));
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => process.send?.(server.address()));
process.on('disconnect', () => process.exit());
