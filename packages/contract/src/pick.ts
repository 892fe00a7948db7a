/** A copy of an object with some of its keys; a key that it does not have is not in the copy either. */
export function pick<Whole extends object, Key extends keyof Whole>(
  whole: Whole,
  keys: readonly Key[],
): Pick<Whole, Key> {
  // Each key is one of the object's own, so that the copy has the type that it says.
  return Object.fromEntries(
    keys.flatMap((key) => (whole[key] === undefined ? [] : [[key, whole[key]]])),
  ) as Pick<Whole, Key>;
}

/** A copy of an object without some of its keys. */
export function omit<Whole extends object, Key extends keyof Whole>(
  whole: Whole,
  keys: readonly Key[],
): Omit<Whole, Key> {
  const left: ReadonlySet<string> = new Set(keys.map(String));
  return Object.fromEntries(
    Object.entries(whole).filter(([key]) => !left.has(key)),
  ) as unknown as Omit<Whole, Key>;
}
