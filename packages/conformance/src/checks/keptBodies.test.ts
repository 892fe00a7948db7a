import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { endOf, KeptBodies } from './keptBodies.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** Megabytes that are in use after all garbage is gone, texts outside of the heap too. */
function megabytesInUse(): number {
  collectGarbage();
  const { heapUsed, external } = process.memoryUsage();
  return (heapUsed + external) / 2 ** 20;
}

test('the beginning of a long body does not keep all of it in memory', () => {
  const kept: string[] = [];
  const bodies = new KeptBodies();
  const before = megabytesInUse();
  for (let index = 0; index < 40; index += 1) {
    const body = Buffer.alloc(2 ** 21, String(index)).toString();
    const begun = bodies.begin(body, undefined);
    kept.push(endOf(begun, begun.text));
  }
  expect(kept.map(({ length }) => length)).toEqual(kept.map(() => 32 * 1024));
  expect(megabytesInUse() - before).toBeLessThan(20);
});
