/** Where there is no log-on, there is no PVWA: the message of such an error asks whether the address is that of one. */
export function hintAtAddress(error: unknown, address: string): unknown {
  if (error instanceof Error && 'status' in error && 'operation' in error) {
    const { status, operation } = error;
    if (status === 404 && operation === 'logon')
      error.message += ` (is ${address} the address of a PVWA?)`;
  }
  return error;
}
