/**
 * Seeds as they are named on a command line: `30` for the first thirty, `15-29,31` for these. Throws for anything else.
 */
export function seedsIn(text: string): readonly number[] {
  if (/^\d+$/.test(text)) return range(0, Number(text) - 1);
  return text.split(',').flatMap((part) => {
    const [, first, last = first] = /^(\d+)(?:-(\d+))?$/.exec(part) ?? [];
    if (first === undefined) throw new Error(`'${text}' names no seeds: say 30, or 15-29,31`);
    return range(Number(first), Number(last));
  });
}

function range(first: number, last: number): readonly number[] {
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index);
}
