/** One thing to measure: a call, as its user makes it. */
export interface MeasuredCall {
  readonly name: string;
  readonly call: () => Promise<unknown>;
}

/** How often each contender has its turn. */
const rounds = Number(process.env['BENCH_ROUNDS'] ?? 25);

/** Microseconds a call, with so many calls under way at a time. */
async function time(
  call: MeasuredCall['call'],
  calls: number,
  connections: number,
): Promise<number> {
  let left = calls;
  const worker = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      await call();
    }
  };
  const started = performance.now();
  await Promise.all(Array.from({ length: connections }, worker));
  return ((performance.now() - started) * 1000) / calls;
}

/** The lower quartile: what else the machine does only ever adds time. */
function typical(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 4)] ?? Number.NaN;
}

/**
 * Microseconds a call for each contender: the lower quartile of several rounds. In each round every contender has its turn, so
 * that a machine that slows down slows all of them.
 */
export async function measure(
  contenders: readonly MeasuredCall[],
  calls: number,
  connections: number,
): Promise<Map<string, number>> {
  const times = new Map(contenders.map(({ name }) => [name, [] as number[]]));
  for (let round = 0; round <= rounds; round += 1)
    for (const { name, call } of contenders) {
      const microseconds = await time(call, calls, connections);
      // The first round warms up.
      if (round > 0) times.get(name)?.push(microseconds);
    }
  return new Map([...times].map(([name, all]) => [name, typical(all)]));
}
