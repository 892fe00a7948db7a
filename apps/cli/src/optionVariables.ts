import { type CommandTerminal, UsageError } from '@oidc-admin/client/terminal';
import type { Command, Option } from 'commander';

/** Options that a variable can say as well. Neither what confirms nor what shows secrets is among them: that is said each time. */
const options = [
  'output',
  'timeout',
  'ca-file',
  'concurrency',
  'rate',
  'dry-run',
  'no-input',
  'quiet',
  'debug',
] as const;

/** The variable of an option: `OIDC_ADMIN_CA_FILE` of `--ca-file`. */
function variableOf(name: string): string {
  return `OIDC_ADMIN_${name.replaceAll('-', '_').toUpperCase()}`;
}

/** What help says of the variables that all commands read. */
export const variableRows: readonly (readonly [variable: string, text: string])[] = [
  ...options.map(
    (name) =>
      [
        variableOf(name),
        name === 'output'
          ? 'as --output, of the operations of an API'
          : `as --${name}, where a command has it`,
      ] as const,
  ),
  ['OIDC_ADMIN_CONTEXT', 'the context, in place of the one in use'],
  ['OIDC_ADMIN_CREDENTIAL_HELPER', 'a program that keeps passwords and sessions'],
  ['OIDC_ADMIN_SKIP_DOCTOR', 'as --skip-doctor, where it is 1'],
  ['HTTPS_PROXY', 'as curl reads it; so HTTP_PROXY, ALL_PROXY and NO_PROXY'],
];

/** Whether a variable of an option without a value switches it on. */
function isOn(variable: string, value: string): boolean {
  if (['1', 'true', 'yes'].includes(value.toLowerCase())) return true;
  if (['0', 'false', 'no'].includes(value.toLowerCase())) return false;
  throw new UsageError(`${variable}: must be 1 or 0`);
}

/** What an operation of an API has by these names is a property of its own, and goes to the server. */
const ofNoApi: readonly string[] = ['concurrency', 'rate'];

/** Whether the variable of an option means this command: the forms of output are others where a command belongs to no API. */
function isMeant(option: Option, command: Command): boolean {
  const name = options.find((one) => one === option.name());
  if (name === undefined) return false;
  const isOfApi = command.parent?.parent !== null;
  return isOfApi ? !ofNoApi.includes(name) : name !== 'output';
}

/** Takes from variables what a command is not given as an option. Answers the variables that it took, by option. */
export function fillOptions(
  command: Command,
  environment: CommandTerminal['environment'],
): ReadonlyMap<string, string> {
  const taken = new Map<string, string>();
  for (const option of command.options) {
    const name = option.attributeName();
    const variable = variableOf(option.name());
    const value = environment[variable];
    if (!value || !isMeant(option, command) || command.getOptionValue(name) !== undefined) continue;
    if (option.required) command.setOptionValueWithSource(name, value, 'env');
    else if (isOn(variable, value)) command.setOptionValueWithSource(name, true, 'env');
    taken.set(`--${option.name()}`, variable);
  }
  return taken;
}

/** An error about an option, in the words of whoever gave it by its variable. */
export function inVariables(error: unknown, taken: ReadonlyMap<string, string>): unknown {
  if (!(error instanceof UsageError)) return error;
  const [option = ''] = /^--[a-z-]+(?=:)/.exec(error.message) ?? [];
  const variable = taken.get(option);
  return variable === undefined
    ? error
    : new UsageError(variable + error.message.slice(option.length), { cause: error });
}
