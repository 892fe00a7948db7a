import type { CommandLine } from './api.ts';
import { UsageError } from './usageError.ts';

/**
 * A client says which of its options is wrong, in quotation marks; the person at the keyboard set a variable or a flag.
 * Answers the error in those words, or as it came where it is no matter of configuration.
 */
export const inSettings = (
  error: unknown,
  { settings }: Pick<CommandLine, 'settings'>,
  urlFlagGiven: boolean,
): unknown => {
  if (!(error instanceof Error && 'code' in error && error.code === 'ConfigurationError')) {
    return error;
  }
  let { message } = error;
  for (const { option, variable, url } of settings) {
    if (option === undefined) continue;
    const name = url ? (urlFlagGiven ? '--server-url' : `${variable} (--server-url)`) : variable;
    message = message.replaceAll(`'${option}'`, name);
  }
  return new UsageError([message]);
};
