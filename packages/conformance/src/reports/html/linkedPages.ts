/** Pages by the names of their files: a link to what stands in another of them gets the name of that file. */
export function linkedPages(pages: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const homes = new Map<string, string>();
  for (const [name, text] of pages)
    for (const [, id = ''] of text.matchAll(/ id="([^"]+)"/g))
      if (!homes.has(id)) homes.set(id, name);
  return new Map(
    [...pages].map(([name, text]) => {
      const own = new Set([...text.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id));
      return [
        name,
        text.replaceAll(/ href="#([^"]+)"/g, (link, id: string) =>
          own.has(id) || !homes.has(id) ? link : ` href="${homes.get(id)}#${id}"`,
        ),
      ] as const;
    }),
  );
}

/** Texts in groups that stay below a number of characters, as far as each of them does; in their order. */
export function grouped(texts: readonly string[], most: number): readonly string[] {
  const groups: string[][] = [];
  let length = Number.POSITIVE_INFINITY;
  for (const text of texts) {
    if (length + text.length > most) {
      groups.push([]);
      length = 0;
    }
    groups.at(-1)?.push(text);
    length += text.length;
  }
  return groups.map((group) => group.join(''));
}
