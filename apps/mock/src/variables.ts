import { type Command, InvalidArgumentError, type Option } from 'commander';

type Environment = Readonly<Record<string, string | undefined>>;

const yes = ['1', 'true', 'yes'];
const no = ['0', 'false', 'no'];

/** Prints and ends, as `--help` does: no setting. */
const actions = ['--help', '--list-faults'];

/** The variable that says the same as an option: `MOCK_FAIL_RATE` of `--fail-rate`; none where it is no setting. */
export function variableOf({ long }: Option): string | undefined {
  return !long || actions.includes(long)
    ? undefined
    : `MOCK_${long.slice(2).toUpperCase().replaceAll('-', '_')}`;
}

function valueIn(option: Option, text: string): unknown {
  if (option.isBoolean()) {
    if (yes.includes(text.toLowerCase())) return true;
    if (no.includes(text.toLowerCase())) return undefined;
    throw new InvalidArgumentError(`Right is ${[...yes, ...no].join(', ')}.`);
  }
  return option.parseArg === undefined ? text : option.parseArg(text, undefined);
}

/**
 * Takes from the environment what no flag says. An empty variable says nothing. A wrong one ends like a wrong flag, and is
 * named.
 */
export function takeVariables(command: Command, environment: Environment): void {
  for (const option of command.options) {
    const variable = variableOf(option);
    const text = variable === undefined ? undefined : environment[variable];
    const name = option.attributeName();
    if (!text || command.getOptionValueSource(name) === 'cli') continue;
    try {
      const value = valueIn(option, text);
      if (value !== undefined) command.setOptionValueWithSource(name, value, 'env');
    } catch (error) {
      if (!(error instanceof InvalidArgumentError)) throw error;
      command.error(`error: ${variable} is wrong. ${error.message}`, { code: error.code });
    }
  }
}
