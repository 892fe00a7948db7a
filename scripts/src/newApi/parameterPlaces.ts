import { objectOf, type Path } from './openApi.ts';
import { type EditableObject, walk } from './tidyDocument.ts';

/** The places that parameters had before some of their lists were taken out. */
const places = new WeakMap<object, string>();

/** Remembers the place of each parameter. */
export function keepPlaces(document: EditableObject): void {
  walk(document, [], ({ parameters }) => {
    if (!Array.isArray(parameters)) return;
    for (const [index, one] of (parameters as readonly unknown[]).entries())
      if (typeof one === 'object' && one !== null) places.set(one, String(index));
  });
}

/** A copy that takes the place of a parameter. */
export function takesPlace(copy: object, of: object): void {
  const place = places.get(of);
  if (place !== undefined) places.set(copy, place);
}

/** A path of a document that was changed, with the places that its parameters had before. */
export function placeBefore(document: EditableObject, path: Path): Path {
  let node: unknown = document;
  return path.map((key) => {
    const list = node;
    node = Array.isArray(list) ? (list as readonly unknown[])[Number(key)] : objectOf(list)[key];
    const isElement = Array.isArray(list) && typeof node === 'object' && node !== null;
    return (isElement ? places.get(node as object) : undefined) ?? key;
  });
}
