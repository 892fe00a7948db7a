/** Why an operation cannot have such an id, by the letters and digits of it. */
const unusable: ReadonlyMap<string, string> = new Map([
  ['help', 'the command line answers help itself'],
  ['then', 'a client with a method of that name would be taken for a promise'],
]);

/** The letters and digits of an id: commands and methods of other languages differ in nothing else. */
export function bareName(id: string): string {
  return id.replaceAll(/[^\p{L}\p{N}]+/gu, '').toLowerCase();
}

/** Why no operation can have that id, beside the others of its document; nothing where it can. `others` by their bare names. */
export function whyNoOperationId(
  id: string,
  others: ReadonlyMap<string, string>,
): string | undefined {
  const bare = bareName(id);
  const other = others.get(bare);
  if (other === id) return `a second operation ${id}`;
  if (other !== undefined)
    return `the operations ${other} and ${id} differ in nothing but letter case, - and _, so that their commands would have one name; rename one`;
  const reason = unusable.get(bare);
  return reason === undefined ? undefined : `no operation can be called ${id}: ${reason}`;
}
