/**
 * The item of a list that shows each element, of elements with one key: no item shows two. As many of the first elements as
 * can be are among them, whatever the order of the items.
 */
export function pairedElements(
  elements: readonly number[],
  items: readonly number[],
  isShown: (element: number, item: number) => boolean,
): ReadonlyMap<number, number> {
  const paired = new Map<number, number>();
  const findItem = (element: number, tried: Set<number>): boolean => {
    const fitting = items.filter((item) => !tried.has(item) && isShown(element, item));
    // What is free first: nothing has to give way then.
    const free = fitting.find((item) => !paired.has(item));
    if (free !== undefined) {
      paired.set(free, element);
      return true;
    }
    for (const item of fitting) {
      if (tried.has(item)) continue;
      tried.add(item);
      const other = paired.get(item);
      if (other === undefined || !findItem(other, tried)) continue;
      paired.set(item, element);
      return true;
    }
    return false;
  };
  for (const element of elements) findItem(element, new Set());
  return paired;
}
