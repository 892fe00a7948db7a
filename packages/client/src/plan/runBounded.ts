/** Takes one of each group after the other, so that no group keeps all others waiting. */
function interleaved<Item>(items: readonly Item[], groupOf: (item: Item) => string): Item[] {
  const groups = [...Map.groupBy(items, groupOf).values()];
  const longest = Math.max(0, ...groups.map(({ length }) => length));
  return Array.from({ length: longest }, (_, index) =>
    groups.flatMap((group) => group.slice(index, index + 1)),
  ).flat();
}

/**
 * Does the work of all items, so many at a time, those of each group spread out. `work` must not reject. Begins none after the signal;
 * resolves when all that began have ended.
 */
export async function runBounded<Item>(
  items: readonly Item[],
  concurrency: number,
  signal: AbortSignal,
  groupOf: (item: Item) => string,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const queue = interleaved(items, groupOf).values();
  const worker = async (): Promise<void> => {
    for (const item of queue) {
      if (signal.aborted) return;
      await work(item);
    }
  };
  await Promise.all(Array.from({ length: Math.min(concurrency, items.length) }, worker));
}
