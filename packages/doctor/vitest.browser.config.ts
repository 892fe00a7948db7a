/** Tests that need a browser: run by `pnpm test:browser`, not with the others. */
export default { test: { include: ['test/inBrowser.ts'], testTimeout: 60_000 } };
