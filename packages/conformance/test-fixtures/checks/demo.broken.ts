import { test } from 'vitest';

// oxlint-disable-next-line vitest/expect-expect -- no test of this house, but what the engine runs
test('throws before it has a result', () => {
  throw new Error('a mistake in the check itself');
});
