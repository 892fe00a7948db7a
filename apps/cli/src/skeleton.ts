import type { CliOperation } from './cliApi.ts';
import { type Flag, howToGive } from './flags.ts';

/** Texts for people have at most so many columns, as terminals have. */
const columns = 78;

function commented(text: string): string {
  const lines = [''];
  for (const word of text.split(' ')) {
    const last = lines.at(-1) ?? '';
    if (last !== '' && last.length + word.length > columns - 3) lines.push(word);
    else lines[lines.length - 1] = last === '' ? word : `${last} ${word}`;
  }
  return lines.map((line) => `# ${line}\n`).join('');
}

function entry({ property, option, required, ...flag }: Flag): string {
  const { name, sensitive } = property;
  if (sensitive)
    return commented(
      `${name}: a secret, better not in this file: give ${howToGive({ property, option, required, ...flag })}`,
    );
  return `${commented(option.description)}${required ? '' : '# '}${name}:\n`;
}

/** A file for `--input` as YAML: what is required is to be filled in, what is not begins with `#`. Holds no secret. */
export function skeletonOf(operation: CliOperation, flags: readonly Flag[]): string {
  const head = commented(`${operation.summary}. Lines that begin with # say nothing.`);
  return [head, ...flags.map(entry)].join('\n');
}
