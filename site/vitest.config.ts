/** What is tested is what `pnpm docs:site` built. */
export default { test: { testTimeout: 60_000, hookTimeout: 60_000 } };
