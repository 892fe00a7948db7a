import { follow, type ForeignObject, foreignOperations, foreignPointer } from './openApi.ts';

/** More places than these, in the bodies of one operation, take minutes to be read, and hours to be checked. */
const most = 5000;

/** The operations whose bodies have more places inside of each other than any run could go through. */
export function tooManyPlaces(
  document: ForeignObject,
): readonly { readonly pointer: string; readonly reason: string }[] {
  const known = new Map<string, number>();
  return foreignOperations(document).flatMap(({ path, data }) => {
    const size = sizeOf(document, [data['requestBody'], data['responses']], known, new Set());
    return size > most
      ? [
          {
            pointer: foreignPointer(path),
            reason: `its bodies have more than ${most} places inside of each other, which no run goes through`,
          },
        ]
      : [];
  });
}

/** How many objects a value is once its references are followed, none into itself. */
function sizeOf(
  document: ForeignObject,
  value: unknown,
  known: Map<string, number>,
  open: ReadonlySet<string>,
): number {
  if (typeof value !== 'object' || value === null) return 0;
  const { $ref: reference } = value as { readonly $ref?: unknown };
  if (typeof reference !== 'string')
    return Object.entries(value).reduce<number>(
      (size, [key, inner]) =>
        size + (key.startsWith('example') ? 0 : sizeOf(document, inner, known, open)),
      1,
    );
  const before = open.has(reference) ? 1 : known.get(reference);
  if (before !== undefined) return before;
  const target = follow(document, [], value);
  if (target.path.length === 0) return 1;
  const size = sizeOf(document, target.data, known, new Set([...open, reference]));
  known.set(reference, size);
  return size;
}
