/** Something that the person at the keyboard can put right. One reason per line; never holds a secret. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
