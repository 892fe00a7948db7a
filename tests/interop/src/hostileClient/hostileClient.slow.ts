import { expect, test } from 'vitest';
import { runHostileClient } from './runHostileClient.ts';

test.each(['pvwa', 'wickr'] as const)(
  '1,000 attacks on the %s mock are answered in the vendor’s shape, and fill no memory',
  async (api) => {
    const { failures, peakBytes, statuses } = await runHostileClient(api, {
      requests: 1000,
      seed: 12,
    });
    expect(failures).toEqual([]);
    expect(peakBytes).toBeLessThan(400 * 1024 * 1024);
    // Attacks that are all refused at the door would prove little.
    const letIn = (statuses[200] ?? 0) + (statuses[400] ?? 0);
    expect(letIn).toBeGreaterThan(100);
  },
);
