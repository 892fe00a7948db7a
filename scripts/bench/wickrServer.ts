import { createWickrMock } from '@oidc-admin/wickr-mock';

/* `node wickrServer.ts PORT checked|trusted`: the Wickr mock, which checks signatures or takes them on trust. */
const [port, signatures] = process.argv.slice(2);
await createWickrMock({ signatures: signatures === 'trusted' ? 'trusted' : 'checked' }).start({
  port: Number(port),
});
