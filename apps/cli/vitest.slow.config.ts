/** Tests of keys that hang: run by `pnpm test:slow` and in .ci/run, so that `pnpm test` stays quick. */
export default {
  test: { include: ['src/**/*.slow.ts'], testTimeout: 120_000, hookTimeout: 60_000 },
};
