import type { CommandLine } from '@oidc-admin/client';
import { serverDetails, UsageError, usageExitCode } from '@oidc-admin/client/terminal';
import { closest, distance } from 'fastest-levenshtein';
import { helperVariable } from './keptCredentials.ts';

/** How the program ends, and what that means; every help text and `docs/cli.md` list these. */
export const exitCodeMeanings = {
  0: 'done; the response is on standard output',
  1: 'the server refused the request, or the sign-in',
  2: 'wrong or missing options, input or settings, or not confirmed; nothing was changed',
  3: 'no usable response: the server was not reached, or not in time, or answered something else; or stopped',
  4: 'the output could not be made or written, or this program itself failed',
  5: 'stopped at a question, by Ctrl-C, Ctrl-D or a signal; nothing was changed',
  6: 'doctor: a sign-in may fail (warnings only)',
  7: 'doctor: a sign-in will fail (at least one error)',
  8: 'apply: half done; run it again. plan has exit codes of its own: see its help',
  130: 'ended at once, by a second Ctrl-C, or because an orderly end took too long',
} as const;

/** How it ends where the output could not be written, or where this program itself failed. */
export const programExitCode = 4;

const codes: Readonly<Record<string, keyof typeof exitCodeMeanings>> = {
  ConfigurationError: usageExitCode,
  InputError: usageExitCode,
  ConnectionError: 3,
  TimeoutError: 3,
  AbortedError: 3,
  UnexpectedResponseError: 3,
  QueryError: programExitCode,
  RotationFailure: 1,
  StoppedError: 5,
};

/** Sorts the errors of a client by their stable `code`; none for a fault of this program. */
export function failureCode(error: Error): keyof typeof exitCodeMeanings | undefined {
  if (!('code' in error) || typeof error.code !== 'string') return undefined;
  return codes[error.code] ?? ('status' in error ? 1 : undefined);
}

/** What the server said beside the message of an error, or what to do; one line each. */
export function detailsOf(error: Error): readonly string[] {
  if ('body' in error) return serverDetails(error);
  const isUntrusted = 'reason' in error && /SELF_SIGNED|UNABLE_TO_/.test(String(error.reason));
  return isUntrusted ? ['--ca-file names the certificate of an authority, in PEM form'] : [];
}

/** The flag that says the same as a setting's variable; none where there is only the variable. */
export function settingFlag({ flag, url }: CommandLine['settings'][number]): string | undefined {
  return url ? 'endpoint-url' : flag;
}

/**
 * A client says which of its options is wrong, in quotation marks; the person at the keyboard set a variable or a flag.
 * Answers the error in those words, or as it came where it is no matter of configuration.
 */
export function inSettings(
  error: unknown,
  { settings }: Pick<CommandLine, 'settings'>,
  given: Readonly<Record<string, unknown>>,
): unknown {
  if (!(error instanceof Error && 'code' in error && error.code === 'ConfigurationError'))
    return error;
  // Variables of proxies are named as they are.
  let message = error.message
    .replace(/^'(\w+_proxy)'/i, '$1')
    .replaceAll("'proxy'", '--proxy')
    .replaceAll("'credentialHelper'", helperVariable);
  for (const setting of settings) {
    const { option, variable } = setting;
    if (option === undefined) continue;
    const flag = settingFlag(setting);
    const isGiven = flag !== undefined && given[flag] !== undefined;
    const name = isGiven ? `--${flag}` : flag ? `${variable} (--${flag})` : variable;
    message = message.replaceAll(`'${option}'`, name);
  }
  return new UsageError(message, { cause: error });
}

/** How a message about an unknown name ends: with the name that may have been meant, and all that there are. */
export function didYouMean(given: string, names: readonly string[]): string {
  const name = names.length === 0 ? '' : closest(given.toLowerCase(), names);
  const isNear = distance(given.toLowerCase(), name.toLowerCase()) <= Math.max(2, given.length / 3);
  return `${isNear && name !== '' ? `, did you mean ${name}?` : ''}; there are: ${names.join(', ')}`;
}
