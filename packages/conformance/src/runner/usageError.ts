/** A mistake on the command line or in a file that it names. Ends the run with exit code 2 before anything is sent. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
