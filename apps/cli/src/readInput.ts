import type { Environment, Operation } from './api.ts';
import type { Flag } from './flags.ts';
import type { InputValue } from './inputValue.ts';
import { jsonMistake } from './jsonMistake.ts';
import type { ParsedCommand } from './parseCommand.ts';
import { didYouMean } from './nearest.ts';
import { readText } from './readText.ts';
import type { Terminal } from './terminal.ts';
import { UsageError } from './usageError.ts';

/** The value that a text stands for; a text that does not fit any type is left as it is, for the check to refuse. */
const converted = (text: string, types: readonly string[]): unknown => {
  if (types.length === 0 || types.includes('string')) return text;
  const numeric = types.includes('integer') || types.includes('number');
  if (numeric && /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(text)) return Number(text);
  if (types.includes('object') || types.includes('array')) {
    try {
      return JSON.parse(text) as unknown;
    } catch {
      return text;
    }
  }
  return text;
};

const readBody = async (
  terminal: Terminal,
  file: string,
  flags: readonly Flag[],
  mistakes: string[],
): Promise<InputValue[]> => {
  const text = await readText(terminal, 'body', file);
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    // The parser's message would quote the text, which may hold a secret.
    const where = jsonMistake(text);
    throw new UsageError([`--body: is not valid JSON${where === undefined ? '' : `, ${where}`}`]);
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new UsageError(['--body: must be a JSON object']);
  }
  const properties = Object.entries(body);
  const unknown = properties.filter(
    ([name]) => !flags.some(({ property }) => property.name === name),
  );
  const known = flags.map(({ property }) => property.name);
  for (const [name] of unknown) {
    const meant = didYouMean(name, known);
    mistakes.push(`--body: there is no property '${name}'${meant}; there are: ${known.join(', ')}`);
  }
  return properties.flatMap(([name, value]) =>
    flags
      .filter(({ property }) => property.name === name)
      .map((flag) => ({ flag, value, origin: `${name} in --body` })),
  );
};

const fromFlag = async (
  flag: Flag,
  { values }: ParsedCommand,
  terminal: Terminal,
): Promise<InputValue | undefined> => {
  const direct = flag.flag === undefined ? undefined : values.get(flag.flag);
  const file = flag.fileFlag === undefined ? undefined : values.get(flag.fileFlag);
  const removed = flag.removeFlag !== undefined && values.get(flag.removeFlag) === true;
  const ways = [
    direct === undefined ? undefined : flag.flag,
    file === undefined ? undefined : flag.fileFlag,
    removed ? flag.removeFlag : undefined,
  ].filter((way) => way !== undefined);
  if (ways.length > 1) {
    throw new UsageError([`${ways.map((way) => `--${way}`).join(' and ')}: give only one of them`]);
  }
  if (removed) return { flag, value: null, origin: `--${flag.removeFlag}` };
  if (typeof direct === 'boolean') return { flag, value: direct, origin: `--${flag.flag}` };
  if (direct !== undefined) {
    return { flag, value: converted(direct, flag.property.types), origin: `--${flag.flag}` };
  }
  if (flag.fileFlag === undefined || typeof file !== 'string') return undefined;
  const value = await readText(terminal, flag.fileFlag, file);
  return { flag, value, origin: `--${flag.fileFlag}` };
};

const fromEnvironment = (flag: Flag, environment: Environment): InputValue | undefined => {
  const text = flag.variable === undefined ? undefined : environment[flag.variable];
  if (text === undefined || text === '') return undefined;
  return { flag, value: converted(text, flag.property.types), origin: flag.variable ?? '' };
};

/**
 * Collects the input of an operation: flags first, then `--body`, then environment variables, then what a tool always
 * sends. Checks nothing but that every part can be read; `mistakes` are what no property stands for.
 */
export const readInput = async (
  command: ParsedCommand,
  operation: Operation,
  flags: readonly Flag[],
  terminal: Terminal,
): Promise<{ readonly input: InputValue[]; readonly mistakes: readonly string[] }> => {
  const { values } = command;
  const mistakes: string[] = [];
  const stdin = ['body', ...flags.map(({ fileFlag }) => fileFlag)].filter(
    (name) => name !== undefined && values.get(name) === '-',
  );
  if (stdin.length > 1) {
    throw new UsageError([
      `${stdin.map((name) => `--${name}`).join(' and ')}: only one can read standard input`,
    ]);
  }
  const file = values.get('body');
  const inBody = typeof file === 'string' ? await readBody(terminal, file, flags, mistakes) : [];
  const input: InputValue[] = [];
  for (const flag of flags) {
    const always = operation.session?.always[flag.property.name];
    const given =
      // One after the other, as more than one may ask.
      // oxlint-disable-next-line no-await-in-loop
      (await fromFlag(flag, command, terminal)) ??
      inBody.find((value) => value.flag === flag) ??
      fromEnvironment(flag, terminal.environment) ??
      (always === undefined ? undefined : { flag, value: always, origin: flag.name }) ??
      (flag.otherwise === undefined
        ? undefined
        : { flag, value: flag.otherwise, origin: flag.name });
    if (given !== undefined) input.push(given);
  }
  return { input, mistakes };
};
