/** What is tested is what `pnpm docs:site` built. */
export default {
  test: { testTimeout: 120_000, hookTimeout: 60_000, expect: { poll: { timeout: 30_000 } } },
};
