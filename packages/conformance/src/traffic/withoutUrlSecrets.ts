/** A text in which every URL has `instead` for its user and password, and for the values of its query and fragment: any may be a secret. */
export function withoutUrlSecrets(text: string, instead: string): string {
  // Neither quotes nor backslashes, so that JSON stays JSON.
  return text.replaceAll(/:\/\/[^\s"\\]*/g, (rest) =>
    rest
      .replace(/^:\/\/[^/?#]*@/, `://${instead}@`)
      .replace(/[?#].*/, (end) => end.replaceAll(/([?&#][^=&#]*=)[^&#]+/g, `$1${instead}`)),
  );
}
