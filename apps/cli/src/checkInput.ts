import type { Operation } from './api.ts';
import { type Flag, howToGive, isDecision, isRequired } from './flags.ts';
import type { InputValue } from './inputValue.ts';
import { limitsOf } from './limits.ts';

/** The rows of the facts that a message ends with. */
export const rows = (source: readonly string[] | undefined): string =>
  source === undefined || source.length === 0 ? '' : ` (${source.join(', ')})`;

const joined = (words: readonly string[], last: 'and' | 'or'): string =>
  words.length < 2
    ? words.join('')
    : `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1) ?? ''}`;

/** What else an operation needs, where no alternative of its body is complete: `--a, or --b and --c`. */
export const alternativesText = (
  operation: Operation,
  flags: readonly Flag[],
): string | undefined => {
  const alternatives = operation.body?.alternatives ?? [];
  if (alternatives.length < 2) return undefined;
  const own = alternatives.map((names) =>
    names.filter((name) => !alternatives.every((other) => other.includes(name))),
  );
  if (own.some((names) => names.length === 0)) return undefined;
  const ways = own.map((names) =>
    joined(flags.filter(({ property }) => names.includes(property.name)).map(howToGive), 'and'),
  );
  return ways.join(', or ');
};

/**
 * Checks the input against every limit that the specification names. Answers one line for each mistake, with the flag,
 * the limit and the rows of the facts it comes from; the values themselves are not repeated.
 */
export const checkInput = (
  input: readonly InputValue[],
  operation: Operation,
  flags: readonly Flag[],
): string[] => {
  const given = new Set(input.map(({ flag }) => flag.property.name));
  const missing = flags
    .filter((flag) => isRequired(flag) && !given.has(flag.property.name))
    .map((flag) => {
      const why = isDecision(flag) ? ', as it cannot be read and kept' : '';
      return `${howToGive(flag)}: required${why}${rows(flag.property.source)}`;
    });
  const alternatives = operation.body?.alternatives ?? [];
  const way = alternativesText(operation, flags);
  const required = new Set(
    flags.flatMap(({ property }) => (property.required ? [property.name] : [])),
  );
  const complete = alternatives.some((names) =>
    names.every((name) => given.has(name) || required.has(name)),
  );
  const conditional =
    way === undefined || complete ? [] : [`${way}: required${rows(operation.body?.source)}`];
  const broken = input.flatMap(({ flag, value, origin }) => {
    if (value === null && flag.removeFlag !== undefined) return [];
    // The first limit that is broken says enough: a wrong type breaks others too.
    const limit = limitsOf(flag.property).find((one) => one.broken(value) !== undefined);
    if (limit === undefined) return [];
    const { source, limits } = flag.property;
    const more = limit.kind === 'type' ? [] : (limits?.[limit.kind] ?? limits?.pathParameter ?? []);
    const what = limit.kind === 'type' ? `must be ${limit.text}` : limit.text;
    return [`${origin}: ${what}; ${limit.broken(value)}${rows([...source, ...more])}`];
  });
  return [...missing, ...conditional, ...broken];
};
