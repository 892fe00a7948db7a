import { rows } from './checkInput.ts';
import type { InputValue } from './inputValue.ts';

/** The prefix with its placeholders filled; none where one of them is not known. */
const filled = (
  prefix: string,
  placeholders: Readonly<Record<string, string | undefined>>,
): string | undefined => {
  const names = [...prefix.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '');
  if (names.some((name) => placeholders[name] === undefined)) return undefined;
  return prefix.replaceAll(/\{(\w+)\}/g, (_, name: string) => placeholders[name] ?? '');
};

/** Checks what values have to begin with, as far as the connection knows it. Answers one line for each mistake. */
export const checkPrefixes = (
  input: readonly InputValue[],
  placeholders: Readonly<Record<string, string | undefined>>,
): string[] =>
  input.flatMap(({ flag: { property }, value, origin }) => {
    const prefix =
      property.prefix === undefined ? undefined : filled(property.prefix, placeholders);
    if (prefix === undefined || typeof value !== 'string' || value.startsWith(prefix)) return [];
    const more = property.limits?.prefix ?? [];
    return [
      `${origin}: must begin with ${prefix}; this does not${rows([...property.source, ...more])}`,
    ];
  });
