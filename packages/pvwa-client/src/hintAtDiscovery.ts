import { errors } from './errors.ts';

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
      if (error instanceof errors.BadRequest && !('discoveryEndpointUrl' in input))
        error.message += ' (some versions of PVWA always want a discoveryEndpointUrl)';
      throw error;
    }
  };
}
