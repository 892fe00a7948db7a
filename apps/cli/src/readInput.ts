import { readFileSync } from 'node:fs';
import { text as readAll } from 'node:stream/consumers';
import { type CommandTerminal, UsageError } from '@oidc-admin/client/terminal';
import type { Command, Option } from 'commander';
import { type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';
import { askUnseen } from './ask.ts';
import type { CliOperation } from './cliApi.ts';
import { didYouMean } from './failure.ts';
import type { Flag } from './flags.ts';

/** A value of the input, and how the person gave it. */
export interface InputValue {
  readonly flag: Flag;
  readonly value: unknown;
  /** For messages: `--client-id`, `PVWA_CLIENT_SECRET`, `clientId in --body`. */
  readonly origin: string;
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

/**
 * The text in a file, without the line break at its end. `-` is standard input; where that is a terminal, the value is
 * asked for and not shown.
 */
async function readText(terminal: CommandTerminal, name: string, file: string): Promise<string> {
  const { stdin } = terminal;
  try {
    const source = stdin.isTTY ? () => askUnseen(terminal, name) : () => readAll(stdin);
    const text = file === '-' ? await source() : readFileSync(file, 'utf8');
    return text.replace(/\r?\n$/, '');
  } catch (error) {
    if (error instanceof UsageError) throw error;
    if (terminal.signal?.aborted === true) throw new UsageError('stopped');
    const reason = (error as NodeJS.ErrnoException).code ?? String(error);
    throw new UsageError(`--${name}: cannot read the file (${reason})`, { cause: error });
  }
}

/** Where a text stops being JSON, and why, without quoting it: it may hold a secret. Lines and columns count from 1. */
function jsonMistake(text: string): string {
  const errors: ParseError[] = [];
  parseTree(text, errors, { disallowComments: true });
  const [first] = errors;
  if (first === undefined) return '';
  const before = text.slice(0, first.offset).split('\n');
  const column = (before.at(-1) ?? '').length + 1;
  const code = printParseErrorCode(first.error).replaceAll(/([a-z])([A-Z])/g, '$1 $2');
  return `, line ${before.length}, column ${column}: ${code.toLowerCase()}`;
}

async function readBody(
  terminal: CommandTerminal,
  file: string,
  flags: readonly Flag[],
  mistakes: string[],
): Promise<InputValue[]> {
  const text = await readText(terminal, 'body', file);
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    // The parser's message would quote the text, which may hold a secret.
    throw new UsageError(`--body: is not valid JSON${jsonMistake(text)}`);
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw new UsageError('--body: must be a JSON object');
  const known = flags.map(({ property }) => property.name);
  return Object.entries(body).flatMap(([name, value]) => {
    const flag = flags.find(({ property }) => property.name === name);
    if (flag !== undefined) return [{ flag, value, origin: `${name} in --body` }];
    mistakes.push(`--body: there is no property '${name}'${didYouMean(name, known)}`);
    return [];
  });
}

async function fromFlag(
  flag: Flag,
  command: Command,
  terminal: CommandTerminal,
): Promise<InputValue | undefined> {
  const given = (option: Option | undefined): unknown =>
    option && command.getOptionValue(option.attributeName());
  const [value, file] = [given(flag.option), given(flag.file)];
  const way = `--${value === false ? 'no-' : ''}${flag.option.name()}`;
  if (typeof file === 'string') {
    const name = flag.file?.name() ?? '';
    if (value !== undefined) throw new UsageError(`${way} and --${name}: give only one of them`);
    return { flag, value: await readText(terminal, name, file), origin: `--${name}` };
  }
  if (value === undefined) return undefined;
  if (typeof value === 'string')
    return { flag, value: converted(value, flag.property.types), origin: way };
  return { flag, value: flag.property.types.includes('boolean') ? value : null, origin: way };
}

function fromEnvironment(
  flag: Flag,
  environment: CommandTerminal['environment'],
): InputValue | undefined {
  const { variable = '', property } = flag;
  const text = environment[variable];
  if (text === undefined || text === '') return undefined;
  return { flag, value: converted(text, property.types), origin: variable };
}

/**
 * Collects the input of an operation: flags first, then `--body`, then environment variables, then what a tool always
 * sends. Checks nothing but that every part can be read; `mistakes` are what belongs to no property.
 */
export async function readInput(
  command: Command,
  operation: CliOperation,
  flags: readonly Flag[],
  terminal: CommandTerminal,
): Promise<{ readonly input: InputValue[]; readonly mistakes: readonly string[] }> {
  const mistakes: string[] = [];
  const stdin = command.options.filter(
    (option) =>
      option.flags.endsWith('<file>') && command.getOptionValue(option.attributeName()) === '-',
  );
  if (stdin.length > 1) {
    const names = stdin.map(({ long }) => long).join(' and ');
    throw new UsageError(`${names}: only one can read standard input`);
  }
  const { body } = command.opts<{ readonly body?: string }>();
  const inBody = body === undefined ? [] : await readBody(terminal, body, flags, mistakes);
  const input: InputValue[] = [];
  for (const flag of flags) {
    const value = operation.session?.always[flag.property.name] ?? flag.otherwise;
    const given =
      // One after the other, as more than one may ask.
      (await fromFlag(flag, command, terminal)) ??
      inBody.find((one) => one.flag === flag) ??
      fromEnvironment(flag, terminal.environment) ??
      (value === undefined ? undefined : { flag, value, origin: `--${flag.option.name()}` });
    if (given !== undefined) input.push(given);
  }
  return { input, mistakes };
}
