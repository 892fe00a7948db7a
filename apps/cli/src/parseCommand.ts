import { parseArgs } from 'node:util';
import { commonFlags, type Flag, howToGive, isRequired, isYesOrNo } from './flags.ts';
import { kebabCase } from './kebabCase.ts';
import { didYouMean } from './nearest.ts';
import { UsageError } from './usageError.ts';

/** The arguments of a command, by flag; nothing is checked or converted yet. */
export interface ParsedCommand {
  readonly values: ReadonlyMap<string, string | boolean>;
}

const optionsOf = (flags: readonly Flag[]): Record<string, { type: 'string' | 'boolean' }> => ({
  ...Object.fromEntries(
    flags.flatMap(({ flag, fileFlag, removeFlag, name, property }) => [
      [flag ?? name, { type: isYesOrNo(property) ? 'boolean' : 'string' } as const],
      ...(removeFlag === undefined ? [] : [[removeFlag, { type: 'boolean' } as const]]),
      ...(fileFlag === undefined ? [] : [[fileFlag, { type: 'string' } as const]]),
    ]),
  ),
  ...commonFlags,
});

const secretRefusal = (given: Flag): string =>
  `--${given.name}: a secret is not taken as an argument, where other users and the shell's history can see it; ` +
  `give ${howToGive(given)}${given.fileFlag === undefined ? '' : ` ('-' reads standard input, or asks)`}`;

/** The flag that a bare argument is meant for, where an operation needs only one. */
const flagFor = (
  value: string,
  flags: readonly Flag[],
  tokens: readonly { readonly kind: string; readonly name?: string }[],
): string => {
  const [only, ...others] = flags.filter(isRequired);
  const isGiven = tokens.some(({ name }) => name !== undefined && name === only?.flag);
  if (only?.flag === undefined || others.length > 0 || isGiven) return '';
  // Where there are secrets, the argument may be one.
  const shown = flags.some(({ property }) => property.sensitive) ? '…' : value;
  return `, did you mean --${only.flag} ${shown}?`;
};

/**
 * Splits the arguments of one command. Throws a {@link UsageError} for what no flag can take; arguments themselves are
 * never repeated in it, as they may hold a secret that was given by mistake.
 */
export const parseCommand = (
  args: readonly string[],
  flags: readonly Flag[],
  help: string,
): ParsedCommand => {
  const options = optionsOf(flags);
  const { tokens } = parseArgs({
    args: [...args],
    options,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const values = new Map<string, string | boolean>();
  const problems: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') {
      const meant = flagFor(token.value, flags, tokens);
      problems.push(`argument ${token.index + 1} belongs to no flag${meant}`);
    }
    if (token.kind !== 'option') continue;
    const negative = token.name.startsWith('no-') && !Object.hasOwn(options, token.name);
    const name = negative ? token.name.slice('no-'.length) : token.name;
    const option = Object.hasOwn(options, name) ? options[name] : undefined;
    const secret = flags.find((flag) => flag.flag === undefined && flag.name === name);
    if (option === undefined || (negative && option.type !== 'boolean')) {
      const meant = didYouMean(kebabCase(token.name), Object.keys(options), '--');
      problems.push(`${token.rawName}: no such flag${meant}; see ${help}`);
    } else if (secret !== undefined) problems.push(secretRefusal(secret));
    else if (values.has(name)) problems.push(`--${name}: given twice`);
    else if (option.type === 'boolean') {
      if (token.value !== undefined && !['true', 'false'].includes(token.value)) {
        problems.push(`--${name}: takes no value; --no-${name} says no`);
      }
      values.set(name, !negative && token.value !== 'false');
    } else if (token.value === undefined) problems.push(`--${name}: needs a value`);
    else values.set(name, token.value);
  }
  if (problems.length > 0) throw new UsageError([...new Set(problems)]);
  return { values };
};
