/** The secrets of the call that a response came of: a server may quote them in a success too. */
export const responseSecrets = new WeakMap<object, () => readonly string[]>();
