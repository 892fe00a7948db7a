// Calls both mocks from the installed packages on Node, Bun or Deno. The addresses come from the environment.
import process from 'node:process';
import { createPvwaClient } from '@oidc-admin/pvwa-client';
import { createWickrClient } from '@oidc-admin/wickr-client';
import { suite } from './suite.mjs';

await suite(process.env);
// What needs Node's own modules: credentials from the environment, and a dispatcher of its own.
const { PVWA_URL: url, PVWA_USERNAME: username, PVWA_PASSWORD: password } = process.env;
await createPvwaClient({ url, username, password, proxy: false }).listProviders();
const endpoint = process.env['WICKR_ENDPOINT'];
await createWickrClient({ endpoint, region: 'us-east-1' }).getOidcInfo({ networkId: '12345678' });
const { bun, deno, node } = process.versions;
console.log(bun ? `Bun ${bun}` : deno ? `Deno ${deno}` : `Node ${node}`);
