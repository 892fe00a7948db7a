/** Where there is no log-on, there is no PVWA: the message of such an error asks whether the address is that of one. */
export function hintAtAddress(error: unknown, address: string): unknown {
  if (error instanceof Error && 'status' in error && 'operation' in error) {
    const { status, operation } = error;
    if (status === 404 && operation === 'logon')
      error.message += ` (is ${address} the address of a PVWA?)`;
  }
  return error;
}

/**
 * Some versions take a provider only with the URL of its discovery document, whatever else describes it, and say
 * nothing of the kind: where one was refused without that URL, the error's message names the possible reason.
 */
export function hintAtDiscovery<Input extends object, Rest extends readonly unknown[], Output>(
  send: (input: Input, ...rest: Rest) => Promise<Output>,
) {
  return async (input: Input, ...rest: Rest): Promise<Output> => {
    try {
      return await send(input, ...rest);
    } catch (error) {
      const isRefused = error instanceof Error && 'code' in error && error.code === 'BadRequest';
      if (isRefused && !('discoveryEndpointUrl' in input))
        error.message += ' (some versions of PVWA always want a discoveryEndpointUrl)';
      throw error;
    }
  };
}
