import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Specification } from '../generate/specification.ts';
import { type ClientOfApi, languages } from './languages.ts';

/**
 * The README of a client: what the specification says, how to install it, and the example that the API has for this language:
 * the file `example.…` in the folder `own`, where there is one.
 */
export function packageReadme(
  { document }: Pick<Specification, 'document'>,
  language: string,
  client: ClientOfApi,
  own: string,
): string {
  const { title, description = '' } = document['info'] as Readonly<Record<string, string>>;
  const install = languages[language]?.install?.(client);
  const example = exampleIn(own);
  return [
    `# ${title}`,
    `The client in ${language}, version ${client.version}, made by openapi-generator from the specification of this API.`,
    description.trim(),
    ...(install === undefined ? [] : ['## Install', install]),
    ...(example === undefined ? [] : ['## Use', example]),
    `The folder \`docs\` has every operation and every property.`,
    'Licence: Apache-2.0, see `LICENSE`.',
    '',
  ].join('\n\n');
}

function exampleIn(own: string): string | undefined {
  const name = existsSync(own)
    ? readdirSync(own).find((file) => /^example\./i.test(file))
    : undefined;
  if (name === undefined) return undefined;
  const text = readFileSync(join(own, name), 'utf8').trimEnd();
  return `\`\`\`${name.slice(name.indexOf('.') + 1)}\n${text}\n\`\`\``;
}
