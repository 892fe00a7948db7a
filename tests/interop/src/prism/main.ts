import { apis, type ApiName } from '@oidc-admin/conformance/testing';
import { judgeApi } from './judgeApi.ts';

/* Prism's own proxy between each client and its mock. Exit codes: 0 Prism agrees, 1 it does not. */
for (const api of Object.keys(apis) as ApiName[]) {
  try {
    await judgeApi(api, (line) => console.log(`prism ${api}: ${line}`));
  } catch (error) {
    console.error(`prism ${api}: FAILED:`, error);
    process.exitCode = 1;
  }
}
