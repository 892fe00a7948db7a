/** Tests that start other test runners: run by `pnpm test:slow` and in .ci/run, so that `pnpm test` stays quick. */
export default {
  test: { include: ['src/**/*.slow.ts'], testTimeout: 60_000 },
};
