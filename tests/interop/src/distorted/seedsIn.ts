/**
 * Seeds as they are named on a command line: `30` for the first thirty, `15-29,31` for these. Throws for anything else.
 */
export function seedsIn(text: string): readonly number[] {
  const ranges = /^\d+$/.test(text) ? [`0-${Number(text) - 1}`] : text.split(',');
  return ranges.flatMap((part) => {
    const [, first, last = first] = /^(\d+)(?:-(\d+))?$/.exec(part) ?? [];
    const seeds = range(Number(first), Number(last));
    // None at all would end as well as if all were tried.
    if (seeds.length === 0) throw new Error(`'${text}' names no seeds: say 30, or 15-29,31`);
    return seeds;
  });
}

function range(first: number, last: number): readonly number[] {
  return Array.from({ length: Math.max(0, last - first + 1 || 0) }, (_, index) => first + index);
}
