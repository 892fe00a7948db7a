/** Tests that need a browser: run by `pnpm test:browser`, not with the others. */
export default {
  test: { include: ['src/**/*.browser.ts'], testTimeout: 60_000, hookTimeout: 60_000 },
};
