import { readFileSync } from 'node:fs';
import { upgradeFromThreeToThreeOne } from '@scalar/openapi-upgrader/3.0-to-3.1';
import { type Document, parseDocument } from 'yaml';
import { readSourceText } from '../generate/sourceText.ts';
import { asYaml } from './mergeInto.ts';
import { NewApiError } from './newApiError.ts';
import { meanNullable } from './nullableSchemas.ts';
import {
  isJsonObject,
  type ForeignObject,
  type Path,
  foreignPointer,
  plainText,
} from './openApi.ts';
import { fromSwagger, moveSwaggerParts, placeInSwagger, swaggerGuesses } from './swagger.ts';

/** An OpenAPI document that was not written for this workspace. */
export interface ForeignDocument {
  /** With comments and order. Its content is that of the file. */
  readonly yaml: Document;
  /** As OpenAPI 3.1. */
  readonly data: ForeignObject;
  /** What had to be guessed to make it that. */
  readonly guesses: readonly { readonly path: Path; readonly text: string }[];
  /** The line of the file that something of it stands at. */
  lineOf(path: Path): number;
}

/** Reads a document of Swagger 2.0, or of OpenAPI 3.0 or 3.1, in JSON or YAML. Throws a `NewApiError` where the file is none. */
export function readForeignDocument(file: string): ForeignDocument {
  const text = textOf(file);
  if (text.trim() === '') throw new NewApiError(`${file}: this file is empty`);
  if (text.includes('\0'))
    throw new NewApiError(
      `${file}: this is no text in UTF-8; JSON and YAML are read in UTF-8 only`,
    );
  const source = readSourceText(text);
  const [mistake] = source.mistakes;
  if (mistake !== undefined)
    throw new NewApiError(
      `${file}:${mistake.line}:${mistake.column}: this is neither JSON nor YAML: ${mistake.reason}`,
    );
  const { data } = source;
  if (!isJsonObject(data))
    throw new NewApiError(`${file}: this is no OpenAPI document: it is no object`);
  const { openapi: version, swagger, paths } = data;
  const isSwagger = version === undefined && swagger !== undefined;
  if (isSwagger && plainText(swagger) !== '2.0' && swagger !== 2)
    throw new NewApiError(
      `${file}: this is Swagger ${JSON.stringify(swagger)}; only 2.0, and OpenAPI 3.0 and 3.1, can join`,
    );
  if (!isSwagger && (typeof version !== 'string' || !/^3\.[01]\.\d+$/.test(version)))
    throw new NewApiError(
      version === undefined
        ? `${file}: this is no OpenAPI document: it has no 'openapi' with a version`
        : `${file}: this is OpenAPI ${JSON.stringify(version)}; only 3.0 and 3.1 can join`,
    );
  if (!isJsonObject(paths) || Object.keys(paths).length === 0)
    throw new NewApiError(`${file}: this document has no paths, so there is nothing to join`);
  const yaml = parseDocument(text, { merge: true });
  if (text.trimStart().startsWith('{')) asYaml(yaml);
  if (isSwagger) moveSwaggerParts(yaml);
  return {
    yaml,
    data: upgraded(file, data, isSwagger),
    guesses: isSwagger ? swaggerGuesses(data) : [],
    lineOf: (path) =>
      source.positionOf(foreignPointer(isSwagger ? placeInSwagger(data, path) : path)).line,
  };
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder; name the document in it',
  EACCES: 'it may not be read',
};

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const reason = /^\w+:\/\//.test(file)
      ? 'nothing is fetched from the net; save the document, and name the file'
      : (reasons[code ?? ''] ?? String(code ?? error));
    throw new NewApiError(`${file} cannot be read: ${reason}`);
  }
}

/** As OpenAPI 3.1. A copy: what the file says stays as it is. */
function upgraded(file: string, data: ForeignObject, isSwagger: boolean): ForeignObject {
  if (plainText(data['openapi']).startsWith('3.1')) return data;
  try {
    const three = isSwagger ? fromSwagger(data) : structuredClone(data);
    const upgrade = upgradeFromThreeToThreeOne(three) as ForeignObject;
    meanNullable(upgrade);
    return upgrade;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new NewApiError(`${file}: this document cannot be made OpenAPI 3.1: ${reason}`);
  }
}
