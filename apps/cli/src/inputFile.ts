import type { CommandLine } from '@oidc-admin/client';
import { type CommandTerminal, jsonMistake, UsageError } from '@oidc-admin/client/terminal';
import { type Node, parseTree } from 'jsonc-parser';
import { type CliOperation, operationsOf } from './cliApi.ts';
import { didYouMean } from './failure.ts';
import type { Flag, InputValue } from './flags.ts';
import { givenText } from './givenText.ts';

type Properties = Readonly<Record<string, unknown>>;

/** What `--input` held. */
export interface FileInput {
  readonly values: readonly InputValue[];
  /** Properties that only a server sets, as a response has them. They are left aside. */
  readonly serverMade: readonly string[];
  readonly mistakes: readonly string[];
}

function isObject(value: unknown): value is Properties {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A place in a text; lines and columns count from 1. */
function placeOf(text: string, offset: number): string {
  const before = text.slice(0, offset).split('\n');
  return `line ${before.length}, column ${(before.at(-1) ?? '').length + 1}`;
}

/** Where a name stands that its object has already: which value is meant cannot be told. */
function offsetOfTwin({ type, children = [] }: Node): number | undefined {
  const names = new Set<unknown>();
  for (const child of children) {
    const [name] = child.children ?? [];
    if (type === 'object' && name !== undefined) {
      if (names.has(name.value)) return name.offset;
      names.add(name.value);
    }
    const inside = offsetOfTwin(child);
    if (inside !== undefined) return inside;
  }
  return undefined;
}

/** Lists and objects in each other so deep are read: whoever walks through them needs a stack. */
const deepest = 500;

/** Whether lists and objects stand in each other too deep; what is no JSON is counted as far as it goes. */
function isTooDeep(text: string): boolean {
  let depth = 0;
  let most = 0;
  for (const [token] of text.matchAll(/"(?:[^"\\]+|\\.)*"|[[\]{}]/gs)) {
    if (token === '[' || token === '{') depth += 1;
    else if (token === ']' || token === '}') depth -= 1;
    most = Math.max(most, depth);
  }
  return most > deepest;
}

function jsonValue(text: string): unknown {
  if (isTooDeep(text))
    throw new UsageError(
      `--input: lists and objects stand in each other more than ${deepest} deep`,
    );
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // The parser's message would quote the text, which may hold a secret.
    throw new UsageError(`--input: is not valid JSON, ${jsonMistake(text)}`);
  }
  const tree = parseTree(text);
  const twin = tree && offsetOfTwin(tree);
  if (twin === undefined) return value;
  throw new UsageError(`--input: ${placeOf(text, twin)}: this name stands there twice`);
}

async function yamlValue(text: string): Promise<unknown> {
  // Loaded only for those who write YAML.
  const { parsedYaml } = await import('./parsedYaml.ts');
  const { mistakes, at: place, value } = parsedYaml(text);
  const [mistake] = mistakes;
  if (mistake === undefined) return value;
  const { line, col } = place(mistake.offset);
  throw new UsageError(`--input: is not valid YAML, line ${line}, column ${col}: ${mistake.what}`);
}

/** What `--input` holds, JSON or YAML. */
export async function parsedInput(terminal: CommandTerminal, file: string): Promise<unknown> {
  const text = await givenText(terminal, '--input', file);
  return /^\s*[[{]/.test(text) ? jsonValue(text) : yamlValue(text);
}

function namesIn(schema: unknown): string[] {
  return isObject(schema) && isObject(schema['properties'])
    ? Object.keys(schema['properties'])
    : [];
}

/** What stands at a JSON pointer of a value, or of a schema where each name is one of its `properties`. */
function at(value: unknown, pointer: string, isSchema = false): unknown {
  let found = value;
  for (const name of pointer.split('/').slice(1)) {
    const own = isSchema && isObject(found) ? found['properties'] : found;
    found = isObject(own) ? own[name] : undefined;
  }
  return found;
}

/** What responses have of the resource that an operation writes: where a read shows it, and the names of its properties. */
async function shownBy(
  commandLine: CommandLine,
  { action }: CliOperation,
): Promise<{ readonly pointers: readonly string[]; readonly names: ReadonlySet<string> }> {
  if (!('resource' in action)) return { pointers: [], names: new Set() };
  const schemas = await commandLine.responseSchemas();
  const reads = operationsOf(commandLine).filter(
    (one) => one.action.does === 'read' && one.action.resource === action.resource,
  );
  const places = reads.map((read) => ({
    id: read.id,
    pointer: 'at' in read.action ? read.action.at : '',
  }));
  const names = places.flatMap(({ id, pointer }) => namesIn(at(schemas[id], pointer, true)));
  return { pointers: places.map(({ pointer }) => pointer), names: new Set(names) };
}

/** Reads `--input`: a body as JSON or YAML, or what a read of the same resource printed. */
export async function readInputFile(
  terminal: CommandTerminal,
  file: string,
  commandLine: CommandLine,
  operation: CliOperation,
  flags: readonly Flag[],
): Promise<FileInput> {
  const whole = await parsedInput(terminal, file);
  const { pointers, names } = await shownBy(commandLine, operation);
  const inside = pointers.map((pointer) => at(whole, pointer)).find(isObject);
  const given = inside ?? whole;
  if (!isObject(given))
    throw new UsageError('--input: must be an object, a value under the name of each property');
  const known = flags.map(({ property }) => property.name);
  const values: InputValue[] = [];
  const serverMade: string[] = [];
  const mistakes: string[] = [];
  for (const [name, value] of Object.entries(given)) {
    const flag = flags.find(({ property }) => property.name === name);
    if (flag !== undefined) values.push({ flag, value, origin: `${name} in --input` });
    else if (names.has(name)) serverMade.push(name);
    else mistakes.push(`--input: there is no property '${name}'${didYouMean(name, known)}`);
  }
  return { values, serverMade, mistakes };
}
