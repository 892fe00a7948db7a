const plain = /^[\w./:=@%+,-]+$/;

/** A word for bash, quoted where it needs it. */
export const shellWord = (text: string): string =>
  plain.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
