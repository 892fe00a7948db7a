import type { CommandLine } from '@oidc-admin/client';
import { type CommandTerminal, standsForSecret, UsageError } from '@oidc-admin/client/terminal';
import type { Command, Option } from 'commander';
import { askUnseen, canAsk } from './ask.ts';
import type { CliOperation } from './cliApi.ts';
import { type CommonOptions, type Flag, howToGive, type InputValue, wordsOf } from './flags.ts';
import { givenByVariable, givenText } from './givenText.ts';
import { type FileInput, readInputFile } from './inputFile.ts';

/** The input of an operation as it was given. */
export interface GivenInput {
  readonly input: readonly InputValue[];
  /** What is wrong with parts that have no value; one line each. */
  readonly mistakes: readonly string[];
  /** What was given and is left out for a mistake: nothing of it is missing. */
  readonly refused: readonly Flag[];
  /** What a person should know although it is no mistake. */
  readonly notes: readonly string[];
}

/** What the input of an operation is read for. */
interface InputSource {
  readonly commandLine: CommandLine;
  readonly operation: CliOperation;
  readonly flags: readonly Flag[];
  readonly command: Command;
  readonly terminal: CommandTerminal;
}

/** The value that a text means; a text that does not fit any type is left as it is, for the check to refuse. */
function converted(text: string, types: readonly string[]): unknown {
  if (types.length === 0 || types.includes('string')) return text;
  try {
    const value: unknown = JSON.parse(text);
    // JSON in place of a number or of yes or no is another mistake than a text.
    return typeof value === 'object' && !types.some((type) => /object|array/.test(type))
      ? text
      : value;
  } catch {
    return text;
  }
}

async function fromFlag(
  flag: Flag,
  { command, terminal }: InputSource,
): Promise<InputValue | undefined> {
  const given = (option: Option | undefined): unknown =>
    option && command.getOptionValue(option.attributeName());
  const [value, file] = [given(flag.option), given(flag.file)];
  const way = `--${value === false ? 'no-' : ''}${flag.option.name()}`;
  if (typeof file === 'string') {
    const name = flag.file?.long ?? '';
    if (value !== undefined) throw new UsageError(`${way} and ${name}: give only one of them`);
    return { flag, value: await givenText(terminal, name, file), origin: name };
  }
  if (value === undefined) return undefined;
  if (typeof value === 'string')
    return { flag, value: converted(value, flag.property.types), origin: way };
  return { flag, value: flag.property.types.includes('boolean') ? value : null, origin: way };
}

async function fromEnvironment(
  flag: Flag,
  { terminal }: InputSource,
): Promise<InputValue | undefined> {
  const { variable, property } = flag;
  if (variable === undefined) return undefined;
  if (!property.sensitive) {
    const text = terminal.environment[variable];
    return text ? { flag, value: converted(text, property.types), origin: variable } : undefined;
  }
  const given = await givenByVariable(terminal, variable);
  return given && { flag, value: given.text, origin: given.origin };
}

/** The value of one property: flags first, then `--input`, then environment variables, then what a tool always sends. */
async function valueOf(
  flag: Flag,
  source: InputSource,
  inFile: readonly InputValue[],
): Promise<InputValue | undefined> {
  const value = source.operation.session?.always[flag.property.name] ?? flag.otherwise;
  return (
    (await fromFlag(flag, source)) ??
    inFile.find((one) => one.flag === flag) ??
    (await fromEnvironment(flag, source)) ??
    (value === undefined ? undefined : { flag, value, origin: `--${flag.option.name()}` })
  );
}

/** Whether a value is text with nothing in it, which is no secret. */
function isBlank(value: unknown): boolean {
  return typeof value === 'string' && value.trim() === '';
}

/**
 * A secret that may be sent. One that is empty or blank is as good as none: it is asked for like a missing one, or refused where
 * nobody can be asked. What stands in place of a secret on a screen is refused.
 */
async function checkedSecret(
  given: InputValue | undefined,
  flag: Flag,
  { terminal }: InputSource,
  mistakes: string[],
): Promise<InputValue | undefined> {
  if (typeof given?.value === 'string' && standsForSecret(given.value)) {
    mistakes.push(
      `${given.origin}: is what is shown in place of a secret, not the secret; give ${howToGive(flag)}`,
    );
    return undefined;
  }
  const isMissing = given === undefined || isBlank(given.value);
  if (!isMissing) return given;
  if (canAsk(terminal) && flag.required) {
    const typed = await askUnseen(terminal, wordsOf(flag));
    if (!isBlank(typed)) return { flag, value: typed, origin: wordsOf(flag) };
  }
  // A variable that is set to nothing is how shells take one away, where the secret does not matter.
  const matters = given !== undefined && (flag.no !== undefined || given.origin !== flag.variable);
  if (matters && !canAsk(terminal))
    mistakes.push(
      `${given.origin}: is empty, and an empty secret is none; give ${howToGive(flag)}`,
    );
  return undefined;
}

/**
 * Collects the input of an operation. Checks nothing but that every part can be read, and that what is given as a secret can be
 * one.
 */
export async function readInput(source: InputSource): Promise<GivenInput> {
  const { command, commandLine, operation, flags, terminal } = source;
  const stdin = command.options.filter(
    (option) =>
      option.flags.endsWith('<file>') && command.getOptionValue(option.attributeName()) === '-',
  );
  if (stdin.length > 1) {
    const names = stdin.map(({ long }) => long).join(' and ');
    throw new UsageError(`${names}: only one can read standard input`);
  }
  const { input: file } = command.opts<CommonOptions>();
  const inFile: FileInput =
    file === undefined
      ? { values: [], serverMade: [], mistakes: [] }
      : await readInputFile(terminal, file, commandLine, operation, flags);
  const mistakes = [...inFile.mistakes];
  const input: InputValue[] = [];
  const refused: Flag[] = [];
  for (const flag of flags) {
    // One after the other, as more than one may ask.
    const value = await valueOf(flag, source, inFile.values);
    const before = mistakes.length;
    const given = flag.property.sensitive
      ? await checkedSecret(value, flag, source, mistakes)
      : value;
    if (given !== undefined) input.push(given);
    if (mistakes.length > before) refused.push(flag);
  }
  const { serverMade } = inFile;
  const notes =
    serverMade.length === 0
      ? []
      : [`--input: ${serverMade.join(', ')} left aside, as only the server sets them`];
  return { input, mistakes, refused, notes };
}
