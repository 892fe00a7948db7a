import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  credentialVariables,
  variableName,
  type Operation,
  type SecurityScheme,
} from '@oidc-admin/contract';
import type { Specification } from '../generate/specification.ts';

/** A read that a README shows, with the names that the generator gave it in one language. */
export interface FirstCall {
  /** The class of the operation, as the generator calls it: `DefaultApi`. */
  readonly group: string;
  readonly method: string;
  /** The parameters in the path, by the environment variables that hold their values. */
  readonly path: Readonly<Record<string, string>>;
  /** How many further parameters may be left out. */
  readonly optional: number;
  /** Holds the URL of the server. */
  readonly urlVariable: string;
  /** How it signs in; none where it needs no sign-in. */
  readonly scheme?: SecurityScheme;
  /** What it signs in with, by the environment variables that hold it: `{token: 'LIBRARY_TOKEN'}`. */
  readonly credentials: Readonly<Record<string, string>>;
}

/**
 * Finds the simplest read of an API in what the generator wrote: one whose path takes least, and that needs nothing else.
 * `docs` is the folder with a page for each class. Undefined where there is none, or where a session has to be opened first.
 */
export function firstCall(
  { api, contract: { operations, security } }: Pick<Specification, 'api' | 'contract'>,
  docs: string,
): FirstCall | undefined {
  const [found] = operations
    .filter(isSimple)
    .filter(({ security: name }) => name === undefined || security[name]?.kind !== 'session')
    .toSorted((one, other) => namesInPath(one).length - namesInPath(other).length);
  const names = found && namesIn(docs, found);
  if (found === undefined || names === undefined) return undefined;
  const inPath = namesInPath(found);
  const scheme = found.security === undefined ? undefined : security[found.security];
  return {
    ...names,
    path: Object.fromEntries(inPath.map((name) => [name, variableName(api, name)])),
    optional: found.parameters.length - inPath.length,
    urlVariable: variableName(api, 'URL'),
    ...(scheme !== undefined && { scheme }),
    credentials: scheme === undefined ? {} : credentialsOf(scheme, api),
  };
}

function isSimple({ method, changes, parameters }: Operation): boolean {
  const isText = parameters.every(
    ({ in: place, types }) => place !== 'path' || types.includes('string'),
  );
  return (
    method === 'GET' &&
    !changes &&
    isText &&
    parameters.every((one) => one.in === 'path' || !one.required)
  );
}

function namesInPath({ parameters }: Operation): readonly string[] {
  return parameters.filter((one) => one.in === 'path').map(({ name }) => name);
}

/** The names that a generator gave an operation, from the table on the page of its class. */
function namesIn(
  docs: string,
  { method, path }: Operation,
): Pick<FirstCall, 'group' | 'method'> | undefined {
  for (const page of readdirSync(docs).filter((name) => /Api\.md$/i.test(name))) {
    const rows = readFileSync(join(docs, page), 'utf8').matchAll(
      /\[\*\*(\w+)\*\*\]\((\w+)\.md#\w+\) \| \*\*(\w+)\*\* (\S+)/g,
    );
    for (const [, name = '', group = '', verb = '', place] of rows)
      if (verb.toUpperCase() === method && place === path) return { group, method: name };
  }
  return undefined;
}

function credentialsOf({ kind }: SecurityScheme, api: string): FirstCall['credentials'] {
  if (kind !== 'signature') return credentialVariables({ api, roles: [] }, kind, '');
  const words = {
    accessKey: 'ACCESS_KEY',
    secretKey: 'SECRET_KEY',
    region: 'REGION',
    service: 'SERVICE',
  };
  return Object.fromEntries(
    Object.entries(words).map(([held, word]) => [held, variableName(api, word)]),
  );
}
