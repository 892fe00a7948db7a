import { test } from 'vitest';

test('throws before it has a result', () => {
  throw new Error('a mistake in the check itself');
});
