import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { CommandLine } from '@oidc-admin/client';
import {
  type DeclaredResource,
  digestOf,
  isValues,
  type ManagedResource,
  managedResources,
  type PropertyValues,
} from '@oidc-admin/client/plan';
import { type CommandTerminal, printable, UsageError } from '@oidc-admin/client/terminal';
import type { CliApi } from '../cliApi.ts';
import { didYouMean } from '../failure.ts';
import { pathOf } from '../givenText.ts';
import { checkDeclared } from './checkDeclared.ts';
import { type DocumentPath, type PlanDocument, readPlanDocument } from './planDocument.ts';

/** A resource that a file declares, and where. */
export interface PlacedResource {
  readonly managed: ManagedResource;
  readonly declared: DeclaredResource;
  /** As it stands in the file, to be written into another one. */
  readonly entry: PropertyValues;
  /** `file:line:column`. */
  readonly place: string;
}

/** A server as a file names it, and what it is to hold. */
export interface DeclaredTarget {
  readonly name: string;
  readonly api: string;
  readonly commandLine: CommandLine;
  /** The name of a context, where the file has one. */
  readonly context?: string;
  /** By environment variable; secrets are references. */
  readonly settings: Readonly<Record<string, string>>;
  readonly resources: readonly PlacedResource[];
  readonly place: string;
}

/** Everything that files declare. */
export interface DeclaredTargets {
  readonly targets: readonly DeclaredTarget[];
  /** The files that a run with `--rotate` has left, which need that flag. */
  readonly rotations: readonly string[];
  /** The same for files that say the same. */
  readonly digest: string;
}

/** What a file is read with. */
interface Reading {
  readonly document: PlanDocument;
  readonly mistakes: string[];
}

/** Says what is wrong at a place of a file. */
function say(
  { document, mistakes }: Reading,
  path: DocumentPath,
  text: string,
  what?: 'name' | 'value',
): void {
  mistakes.push(`${document.placeOf(path, what)}: ${text}`);
}

/** The files of a path: itself, or all of a folder in the order of their names. */
function filesOf(terminal: CommandTerminal, path: string): string[] {
  if (path === '-') return [path];
  let isFolder: boolean;
  try {
    isFolder = statSync(pathOf(terminal, path)).isDirectory();
  } catch (error) {
    const { code = 'unknown' } = error as NodeJS.ErrnoException;
    throw new UsageError(`${path}: cannot be read (${code})`, { cause: error });
  }
  if (!isFolder) return [path];
  const entries = readdirSync(pathOf(terminal, path), { withFileTypes: true });
  const folders = entries.filter((one) => one.isDirectory() && !one.name.startsWith('.'));
  for (const { name } of folders)
    terminal.stderr.write(
      `warning: ${printable(join(path, name))}: a folder in the folder is not read\n`,
    );
  const names = entries
    .filter((one) => !one.isDirectory())
    .map(({ name }) => name)
    .filter((name) => /\.(ya?ml|json)$/i.test(name));
  if (names.length === 0) throw new UsageError(`${path}: holds no .yaml, .yml or .json file`);
  return names.toSorted().map((name) => join(path, name));
}

function checkNames(
  reading: Reading,
  path: DocumentPath,
  given: PropertyValues,
  known: readonly string[],
): void {
  for (const name of Object.keys(given))
    if (!known.includes(name))
      say(
        reading,
        [...path, name],
        `there is no property of that name here${didYouMean(name, known)}`,
        'name',
      );
}

function readSettings(
  reading: Reading,
  path: DocumentPath,
  given: unknown,
  { settings }: CommandLine,
): Record<string, string> {
  if (given === undefined) return {};
  if (!isValues(given)) {
    say(reading, path, 'must be an object: a value under the name of each variable');
    return {};
  }
  const known = settings.map(({ variable }) => variable);
  checkNames(reading, path, given, known);
  const found: Record<string, string> = {};
  for (const { variable, secret } of settings) {
    const value = given[variable];
    if (value === undefined) continue;
    const own = [...path, variable];
    if (typeof value !== 'string' || value === '') say(reading, own, 'must be text');
    else if (secret && !/^(env|file|command):./.test(value))
      say(reading, own, 'is a secret: name where it is, as env:NAME, file:PATH or command:LINE');
    else found[variable] = value;
  }
  return found;
}

function readResource(
  reading: Reading,
  path: DocumentPath,
  managed: ManagedResource,
  given: unknown,
  commandLine: CommandLine,
): PlacedResource[] {
  if (!isValues(given)) {
    say(reading, path, 'must be an object: a value under the name of each property');
    return [];
  }
  const { $state: state = 'present', ...properties } = given;
  if (state !== 'present' && state !== 'absent')
    say(reading, [...path, '$state'], 'must be present or absent');
  const made = managed.isKeyMade && managed.key !== undefined ? [managed.key] : [];
  checkNames(reading, path, given, [
    ...managed.properties.map(({ name }) => name),
    ...made,
    '$state',
  ]);
  const found = checkDeclared(managed, properties, state === 'absent', commandLine);
  for (const { at, text } of found) say(reading, [...path, ...at], text);
  return [
    {
      managed,
      declared: { resource: managed.name, absent: state === 'absent', properties },
      entry: given,
      place: reading.document.placeOf(path),
    },
  ];
}

function readResources(
  reading: Reading,
  path: DocumentPath,
  given: unknown,
  commandLine: CommandLine,
): PlacedResource[] {
  if (!isValues(given)) {
    say(reading, path, 'must be an object: a list under the name of each resource');
    return [];
  }
  const all = managedResources(commandLine.table);
  checkNames(
    reading,
    path,
    given,
    all.map(({ name }) => name),
  );
  return all.flatMap((managed) => {
    const list = given[managed.name];
    if (list === undefined) return [];
    const own = [...path, managed.name];
    if (Array.isArray(list))
      return list.flatMap((one: unknown, index) =>
        readResource(reading, [...own, index], managed, one, commandLine),
      );
    say(reading, own, 'must be a list');
    return [];
  });
}

/** Refuses what is declared twice: one of both would be undone by the other. */
function checkTwice(
  targets: readonly DeclaredTarget[],
  identityOf: (one: PlacedResource) => string,
  mistakes: string[],
): void {
  const names = Map.groupBy(targets, ({ name }) => name);
  for (const [first, second] of names.values())
    if (second !== undefined)
      mistakes.push(`${second.place}: the target at ${first?.place} has the same name`);
  for (const { resources } of targets)
    for (const [first, second] of Map.groupBy(resources, identityOf).values())
      if (second !== undefined)
        mistakes.push(
          `${second.place}: is declared a second time; the first is at ${first?.place}`,
        );
}

/** Stands for one resource of a target. */
export function identityText({ managed, declared }: PlacedResource): string {
  const { key, identity } = managed;
  const names = [...identity, ...(managed.isKeyMade && key !== undefined ? [key] : [])];
  return JSON.stringify([managed.name, ...names.map((name) => declared.properties[name] ?? null)]);
}

async function readTarget(
  reading: Reading,
  path: DocumentPath,
  given: unknown,
  apis: Readonly<Record<string, CliApi>>,
): Promise<DeclaredTarget[]> {
  if (!isValues(given)) {
    say(reading, path, 'must be an object with name, api and resources');
    return [];
  }
  checkNames(reading, path, given, ['name', 'api', 'context', 'settings', 'resources']);
  const { name, api, context, settings, resources } = given;
  if (typeof name !== 'string' || name === '') say(reading, [...path, 'name'], 'name must be text');
  if (context !== undefined && typeof context !== 'string')
    say(reading, [...path, 'context'], 'must be text');
  const known = typeof api === 'string' && Object.hasOwn(apis, api) ? apis[api] : undefined;
  if (known === undefined) {
    const word = typeof api === 'string' ? api : '';
    say(reading, [...path, 'api'], `api names no API${didYouMean(word, Object.keys(apis))}`);
    return [];
  }
  const commandLine = await known.load();
  return [
    {
      name: String(name),
      api: String(api),
      commandLine,
      ...(typeof context === 'string' ? { context } : {}),
      settings: readSettings(reading, [...path, 'settings'], settings, commandLine),
      resources: readResources(reading, [...path, 'resources'], resources, commandLine),
      place: reading.document.placeOf(path),
    },
  ];
}

async function readOne(
  document: PlanDocument,
  apis: Readonly<Record<string, CliApi>>,
  mistakes: string[],
): Promise<DeclaredTarget[]> {
  mistakes.push(...document.mistakes);
  if (document.mistakes.length > 0) return [];
  const reading = { document, mistakes };
  const { content } = document;
  if (!isValues(content) || !Array.isArray(content['targets'])) {
    say(reading, [], 'must be an object with a list: targets');
    return [];
  }
  const named = Object.entries(content).filter(([name]) => !name.startsWith('x-'));
  checkNames(reading, [], Object.fromEntries(named), ['targets']);
  const found: DeclaredTarget[] = [];
  for (const [index, target] of content['targets'].entries())
    found.push(...(await readTarget(reading, ['targets', index], target, apis)));
  return found;
}

/**
 * Reads and checks a file, or all files of a folder. Throws a {@link UsageError} with a line for each mistake: file, line, column, and the
 * nearest right word. Sends nothing.
 */
export async function readTargets(
  terminal: CommandTerminal,
  path: string,
  apis: Readonly<Record<string, CliApi>>,
): Promise<DeclaredTargets> {
  const mistakes: string[] = [];
  const targets: DeclaredTarget[] = [];
  const rotations: string[] = [];
  for (const file of filesOf(terminal, path)) {
    const document = await readPlanDocument(terminal, file, 'plan');
    targets.push(...(await readOne(document, apis, mistakes)));
    if (document.isRotation) rotations.push(file);
  }
  checkTwice(targets, identityText, mistakes);
  if (mistakes.length > 0) throw new UsageError(mistakes.join('\n'));
  const said = targets.map(({ name, api, context, settings, resources }) => [
    name,
    api,
    context ?? null,
    settings,
    resources.map(({ managed, entry }) => [managed.name, entry]),
  ]);
  return { targets, rotations, digest: digestOf(said) };
}
