import type { CommandLine } from '@oidc-admin/client';
import type { CliOperation } from './cliApi.ts';
import { type Flag, howToGive, type InputValue, isDecision } from './flags.ts';
import { limitsOf } from './limits.ts';

/** What an input is checked against. */
interface Checked {
  readonly commandLine: Pick<CommandLine, 'mistakes'>;
  readonly operation: CliOperation;
  readonly flags: readonly Flag[];
}

/** The rows of the facts that a message ends with. */
function rows(...sources: readonly (readonly string[] | undefined)[]): string {
  const ids = sources.flatMap((source) => source ?? []);
  return ids.length === 0 ? '' : ` (${ids.join(', ')})`;
}

/** What else an operation needs, where no alternative of its body is complete: `--a, or --b and --c`. */
export function alternativesText(
  { body }: CliOperation,
  flags: readonly Flag[],
): string | undefined {
  const alternatives = body?.alternatives ?? [];
  if (alternatives.length < 2) return undefined;
  const own = alternatives.map((names) =>
    names.filter((name) => !alternatives.every((other) => other.includes(name))),
  );
  if (own.some((names) => names.length === 0)) return undefined;
  // Made where it is needed: it reads the words of a language, which takes half as long as Node to start.
  const allOf = new Intl.ListFormat('en-GB');
  const ways = own.map((names) =>
    allOf.format(flags.filter(({ property }) => names.includes(property.name)).map(howToGive)),
  );
  return ways.join(', or ');
}

/** What is required and was not given. */
function missing(
  named: readonly Flag[],
  operation: CliOperation,
  flags: readonly Flag[],
): string[] {
  const given = new Set(named);
  const lines = flags
    .filter((flag) => flag.required && !given.has(flag))
    .map((flag) => {
      const why = isDecision(flag) ? ', as it cannot be read and kept' : '';
      return `${howToGive(flag)}: required${why}`;
    });
  const way = alternativesText(operation, flags);
  // What is required in any case has been said.
  const there = flags.filter((flag) => flag.property.required || given.has(flag));
  const isComplete = operation.body?.alternatives.some((names) =>
    names.every((name) => there.some(({ property }) => property.name === name)),
  );
  return way === undefined || isComplete ? lines : [...lines, `${way}: required`];
}

/** The first limit that a value breaks, which says enough: a wrong type breaks others too. */
function breach(
  { flag, value, origin }: InputValue,
  { mistakes = {} }: Pick<CommandLine, 'mistakes'>,
): string[] {
  const { property, no } = flag;
  if (value === null && no !== undefined) return [];
  const limit = limitsOf(property).find((one) => one.broken(value) !== undefined);
  if (limit === undefined) {
    const mistake = typeof value === 'string' ? mistakes[property.name]?.(value) : undefined;
    return mistake === undefined ? [] : [`${origin}: ${mistake}${rows(property.source)}`];
  }
  const { source, limits } = property;
  const isType = limit.kind === 'type';
  const more = isType ? [] : (limits?.[limit.kind] ?? limits?.pathParameter);
  const what = isType ? `must be ${limit.text}` : limit.text;
  return [`${origin}: ${what}; ${limit.broken(value)}${rows(source, more)}`];
}

/**
 * Checks the input against every limit that the specification names. Answers one line for each mistake, with the flag,
 * the limit and the rows of the facts it comes from; the values themselves are not repeated. What was `refused` is not missing.
 */
export function checkInput(
  input: readonly InputValue[],
  { commandLine, operation, flags }: Checked,
  refused: readonly Flag[] = [],
): string[] {
  const named = [...input.map(({ flag }) => flag), ...refused];
  return [
    ...missing(named, operation, flags),
    ...input.flatMap((given) => breach(given, commandLine)),
  ];
}

/**
 * Checks what values have to begin with, as far as the connection knows what `{placeholders}` mean. Answers one
 * line for each mistake.
 */
export function checkPrefixes(
  input: readonly InputValue[],
  placeholders: Readonly<Record<string, string | undefined>>,
): string[] {
  return input.flatMap(({ flag: { property }, value, origin }) => {
    if (property.prefix === undefined || typeof value !== 'string') return [];
    const prefix = property.prefix.replaceAll(
      /\{(\w+)\}/g,
      (whole, name: string) => placeholders[name] ?? whole,
    );
    if (/\{\w+\}/.test(prefix) || value.startsWith(prefix)) return [];
    const why = rows(property.source, property.limits?.prefix);
    return [`${origin}: must begin with ${prefix}; this does not${why}`];
  });
}
