import { reasonOf } from '../runner/targetRequest.ts';

/** Does something for each of several, whatever became of the others; answers what went wrong, one line each. */
export async function forAll<T>(
  items: readonly T[],
  nameOf: (item: T) => string,
  work: (item: T) => Promise<readonly string[]>,
): Promise<string[]> {
  const wrong: string[] = [];
  for (const item of items)
    try {
      wrong.push(...(await work(item)));
    } catch (error) {
      wrong.push(`${nameOf(item)}: ${reasonOf(error)}`);
    }
  return wrong;
}
