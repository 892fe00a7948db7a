/** An id for an element, from the names that lead to it. No two different names give the same. */
export const anchor = (...names: readonly string[]): string =>
  names
    .map((name) =>
      name.replaceAll(/[^\w.-]/g, (one) => `:${one.codePointAt(0)?.toString(16) ?? ''}`),
    )
    .join('~');
