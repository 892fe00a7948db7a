/** The secret part of a header with credentials: the token, or the last part of a signature. */
export function credentialsIn(header: string): string {
  const value = header.trim();
  const last = value.split(/[ =]/).at(-1) ?? '';
  // A signature has its secret at the end, a token with a scheme before it too; a bare token is all of it.
  return value.includes(' ') ? last : value;
}
