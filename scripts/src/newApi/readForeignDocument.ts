import { readFileSync } from 'node:fs';
import { upgradeFromThreeToThreeOne } from '@scalar/openapi-upgrader/3.0-to-3.1';
import { type Document, parseDocument } from 'yaml';
import { readSourceText } from '../generate/sourceText.ts';
import { asYaml } from './mergeInto.ts';
import { NewApiError } from './newApiError.ts';
import { isJsonObject, type ForeignObject, type Path, foreignPointer } from './openApi.ts';

/** An OpenAPI document that was not written for this workspace. */
export interface ForeignDocument {
  /** With comments and order. Its content is that of the file. */
  readonly yaml: Document;
  /** As OpenAPI 3.1. */
  readonly data: ForeignObject;
  /** The version of OpenAPI that the file is written in. */
  readonly version: string;
  /** The line of the file that something of it stands at. */
  lineOf(path: Path): number;
}

/** Reads an OpenAPI document of version 3.0 or 3.1, in JSON or YAML. Throws a `NewApiError` where the file is none. */
export function readForeignDocument(file: string): ForeignDocument {
  const text = plainText(file);
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
  if (swagger !== undefined)
    throw new NewApiError(
      `${file}: this is Swagger ${JSON.stringify(swagger)}; make it OpenAPI 3.0 or 3.1 first, with any converter`,
    );
  if (typeof version !== 'string' || !/^3\.[01]\.\d+$/.test(version))
    throw new NewApiError(
      version === undefined
        ? `${file}: this is no OpenAPI document: it has no 'openapi' with a version`
        : `${file}: this is OpenAPI ${JSON.stringify(version)}; only 3.0 and 3.1 can join`,
    );
  if (!isJsonObject(paths) || Object.keys(paths).length === 0)
    throw new NewApiError(`${file}: this document has no paths, so there is nothing to join`);
  const yaml = parseDocument(text, { merge: true });
  if (text.trimStart().startsWith('{')) asYaml(yaml);
  return {
    yaml,
    data: version.startsWith('3.0') ? upgraded(data) : data,
    version,
    lineOf: (path) => source.positionOf(foreignPointer(path)).line,
  };
}

function plainText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const reason = code === 'ENOENT' ? 'there is no such file' : String(code ?? error);
    throw new NewApiError(`${file} cannot be read: ${reason}`);
  }
}

function upgraded(data: ForeignObject): ForeignObject {
  return upgradeFromThreeToThreeOne(structuredClone(data)) as ForeignObject;
}
