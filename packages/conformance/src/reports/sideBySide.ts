/** Cuts a text into lines of at most `width` characters; breaks between words where it can. */
function wrap(text: string, width: number): string[] {
  return text.split('\n').flatMap((line) => {
    const lines: string[] = [];
    let rest = line;
    while (rest.length > width) {
      const space = rest.lastIndexOf(' ', width);
      const cut = space > width / 2 ? space : width;
      lines.push(rest.slice(0, cut));
      rest = rest.slice(cut).trimStart();
    }
    return [...lines, rest];
  });
}

/** Two texts in two columns below two headings; `width` is that of the whole. */
export function sideBySide(
  [leftHeading, left]: readonly [string, string],
  [rightHeading, right]: readonly [string, string],
  width: number,
): string[] {
  const column = Math.max(12, Math.floor((width - 3) / 2));
  const lefts = [leftHeading, ...wrap(left, column)];
  const rights = [rightHeading, ...wrap(right, column)];
  const used = Math.max(...lefts.map((line) => line.length));
  return Array.from({ length: Math.max(lefts.length, rights.length) }, (_, row) =>
    `${(lefts[row] ?? '').padEnd(used)} │ ${rights[row] ?? ''}`.trimEnd(),
  );
}
