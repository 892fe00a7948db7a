import { ClientError, hasProperties } from '@oidc-admin/client';

/** Whether a server said what is wrong: with details, or with a property by its name. Then nobody has to guess. */
function isNamed({ body }: ClientError, names: readonly string[]): boolean {
  if (!hasProperties(body)) return false;
  const { Details: details } = body;
  if (hasProperties(details) && Object.keys(details).length > 0) return true;
  return new RegExp(`\\b(${names.join('|')})\\b`, 'i').test(JSON.stringify(body));
}

/**
 * Where there is no log-on, there is no PVWA: where nothing at the address says why, the message of the error guesses that it is
 * another one.
 */
export function hintAtAddress(error: unknown, address: string): unknown {
  const isMissing =
    error instanceof ClientError && error.status === 404 && error.operation === 'logon';
  if (isMissing && !hasProperties(error.body))
    error.message += ` (a guess: ${address} is not the address of a PVWA)`;
  return error;
}

/**
 * Some versions take a provider only with the URL of its discovery document, whatever else describes it, and say
 * nothing of the kind: where one was refused without that URL and without a word of the reason, the error's message guesses it.
 */
export function hintAtDiscovery<Input extends object, Rest extends readonly unknown[], Output>(
  send: (input: Input, ...rest: Rest) => Promise<Output>,
) {
  return async (input: Input, ...rest: Rest): Promise<Output> => {
    try {
      return await send(input, ...rest);
    } catch (error) {
      const isRefused = error instanceof ClientError && error.code === 'BadRequest';
      const isMissing = !('discoveryEndpointUrl' in input);
      if (
        isRefused &&
        isMissing &&
        !isNamed(error, [...Object.keys(input), 'discoveryEndpointUrl'])
      )
        error.message += ' (a guess: some versions of PVWA always want a discoveryEndpointUrl)';
      throw error;
    }
  };
}
