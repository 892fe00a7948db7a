import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Specification } from '../generate/specification.ts';
import { firstCall } from './firstCall.ts';
import { type ClientOfApi, languages } from './languages.ts';
import { usages } from './usage.ts';

/**
 * The README of a client: what the specification says, how to install it, and an example: the file `example.…` that the API
 * has in the folder `own` for this language; otherwise a sign-in and a read, by the names in the folder `docs`.
 */
export function packageReadme(
  specification: Specification,
  language: string,
  client: ClientOfApi,
  { own, docs }: { readonly own: string; readonly docs: string },
): string {
  const { title, description = '' } = specification.document['info'] as Readonly<
    Record<string, string>
  >;
  const { install: installed, errors } = languages[language] ?? {};
  const install = installed?.(client);
  const example = exampleIn(own) ?? derivedExample(specification, language, client, docs);
  return [
    `# ${title}`,
    `The client in ${language}, version ${client.version}, made by openapi-generator from the specification of this API.`,
    description.trim(),
    ...(install === undefined ? [] : ['## Install', install]),
    ...(example === undefined ? [] : ['## Use', example]),
    ...(errors === undefined ? [] : ['## Errors and time-outs', errors]),
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

function derivedExample(
  specification: Specification,
  language: string,
  client: ClientOfApi,
  docs: string,
): string | undefined {
  const usage = usages[language];
  const call = usage && firstCall(specification, docs);
  if (usage === undefined || call === undefined) return undefined;
  const { word, text } = usage(call, client);
  return `\`\`\`${word}\n${text}\n\`\`\``;
}
