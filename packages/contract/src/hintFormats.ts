/** Formats that tell programs how to keep or show a value, and that no text or number in a JSON body breaks. */
export const hintFormats: ReadonlySet<string> = new Set([
  'password',
  'int32',
  'int64',
  'float',
  'double',
  'byte',
  'binary',
]);
