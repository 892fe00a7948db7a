import { createHash } from 'node:crypto';
import type { CommandOperation } from '@oidc-admin/contract';
import { changesOf, type PropertyChange } from '../changes.ts';
import type { Connection } from '../commandLine.ts';
import { differencesOf, mergedValue, withoutSecrets } from './comparison.ts';
import { type DeclaredResource, secretsDeclared } from './declaredResource.ts';
import { findHeld } from './findHeld.ts';
import {
  isHidden,
  isValues,
  type ManagedResource,
  type PropertyValues,
} from './managedResource.ts';

/** What is to be done so that a server holds what a file says of one resource. Holds no secret. */
export interface PlanStep {
  readonly resource: string;
  /** What says which one it is. */
  readonly identity: PropertyValues;
  /** `none` where nothing is to be done, `problem` where it cannot be. */
  readonly action: 'create' | 'update' | 'delete' | 'none' | 'problem';
  /** The operation that does it. */
  readonly operation?: string;
  readonly changes: readonly PropertyChange[];
  /** Properties that the file names and that no read shows: whether they are as it says is not known. */
  readonly unknown: readonly string[];
  /** Why a person should be asked before. */
  readonly concern?: string;
  /** Why it cannot be done, or could not be looked at. */
  readonly problem?: string;
  /** Stands for the places where the file says its secrets are; not for the secrets. */
  readonly references?: string;
  /** Stands for what the server holds now of what can be written, secrets left out. */
  readonly holds?: string;
}

/** A step, and what it sends. Secrets in `input` are references. */
export interface PlannedResource {
  readonly step: PlanStep;
  readonly input?: PropertyValues;
  /** What is there now. */
  readonly held?: PropertyValues | undefined;
  /** Where, and by whom, besides the settings; as the connection knows it. */
  readonly place?: Readonly<Record<string, string | undefined>>;
}

/** How a plan is made. */
export interface PlanOptions {
  readonly signal: AbortSignal;
  /** Whether secrets are written again, although nobody can tell whether they differ. */
  readonly rotate?: boolean | undefined;
}

/** The same text for the same values, in whatever order they stand. */
export function digestOf(value: unknown): string {
  const sorted = JSON.stringify(value, (_name, one: unknown) =>
    isValues(one)
      ? Object.fromEntries(Object.entries(one).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : one,
  );
  return createHash('sha256').update(sorted).digest('hex').slice(0, 24);
}

/** A body to send, or why none is to be sent. */
type Body = { readonly body: PropertyValues } | { readonly problem: string };

function problemIn(
  { body, parameters }: CommandOperation,
  values: PropertyValues,
  place: Readonly<Record<string, string | undefined>>,
): string | undefined {
  const named = new Set([...parameters.map(({ name }) => name), ...Object.keys(values)]);
  const [first, ...others] = body?.alternatives ?? [];
  const isComplete = [first, ...others].some((names) =>
    (names ?? []).every((name) => named.has(name)),
  );
  if (!isComplete) {
    const ways = [first, ...others].map((names) =>
      (names ?? []).filter((name) => !named.has(name)).join(', '),
    );
    return `is not complete: add ${ways.join(', or ')}`;
  }
  for (const { name, prefix } of body?.properties ?? []) {
    const value = values[name];
    const start = prefix?.replaceAll(
      /\{(\w+)\}/g,
      (all: string, word: string) => place[word] ?? all,
    );
    if (start === undefined || typeof value !== 'string' || /\{\w+\}/.test(start)) continue;
    if (!value.startsWith(start)) return `${name} must begin with ${start}`;
  }
  return undefined;
}

/** The whole that replaces what is there: what the file says, and of the rest what the server holds. */
function replacement(
  managed: ManagedResource,
  operation: CommandOperation,
  properties: PropertyValues,
  held: PropertyValues,
): Body {
  const body: Record<string, unknown> = {};
  const lost: string[] = [];
  for (const { name, enum: choices } of operation.body?.properties ?? []) {
    const given = properties[name];
    if (given === null) continue;
    if (given !== undefined)
      body[name] = mergedValue(withoutSecrets(held[name], managed.isSecret), given);
    else if (isHidden(managed, name)) lost.push(name);
    else {
      const value = held[name] ?? undefined;
      if (value === undefined) continue;
      if (choices !== undefined && !choices.some((one) => one === value))
        return {
          problem: `its ${name} is ${JSON.stringify(value)}, which cannot be sent back: say what it shall be`,
        };
      body[name] = withoutSecrets(value, managed.isSecret);
    }
    const said = given ?? body[name];
    const inside = secretsDeclared(said, managed.isSecret).map(({ at }) => at.join('/'));
    for (const { at } of secretsDeclared(held[name], managed.isSecret))
      if (!inside.includes(at.join('/'))) lost.push([name, ...at].join('/'));
  }
  if (lost.length === 0) return { body };
  return {
    problem: `this change would lose ${lost.join(', ')}, which cannot be read: give it (a secret as env:NAME, file:PATH or command:LINE), or null for none`,
  };
}

/** What is merged into what is there: what the file says, its nulls as well, and what each such request must have. */
function partOf(
  { body }: CommandOperation,
  properties: PropertyValues,
  held: PropertyValues,
): PropertyValues {
  return Object.fromEntries(
    (body?.properties ?? []).flatMap(({ name, required }) => {
      const value = properties[name] === undefined && required ? held[name] : properties[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

function creation({ body }: CommandOperation, properties: PropertyValues): PropertyValues {
  const names = (body?.properties ?? []).map(({ name }) => name);
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = properties[name];
      return value === undefined || value === null ? [] : [[name, mergedValue(undefined, value)]];
    }),
  );
}

/** What an operation takes of a resource: its parameters, and the body. */
function inputOf(
  { parameters }: CommandOperation,
  properties: PropertyValues,
  body: PropertyValues,
): PropertyValues {
  const named = parameters.flatMap(({ name }) => {
    const value = properties[name];
    return value === undefined || value === null ? [] : [[name, value]];
  });
  return { ...Object.fromEntries(named), ...body };
}

interface Situation {
  readonly managed: ManagedResource;
  readonly declared: DeclaredResource;
  readonly connection: Connection;
  readonly held: PropertyValues | undefined;
  /** What the file says, and the key where the server made it. */
  readonly path: PropertyValues;
  readonly base: Omit<PlanStep, 'action'>;
}

/** What a person may see of values: secrets masked, those of the server and references alike. */
function visible(
  { connection }: Situation,
  operation: string,
  values: PropertyValues | undefined,
): PropertyValues | undefined {
  return values && (connection.redacted(operation, values) as PropertyValues);
}

/** Each property that is merged as it is afterwards. */
function mergedInto(before: PropertyValues | undefined, sent: PropertyValues): PropertyValues {
  return Object.fromEntries(
    Object.entries(sent).map(([name, one]) => [name, mergedValue(before?.[name], one)]),
  );
}

async function writeStep(
  situation: Situation,
  operation: CommandOperation,
  body: PropertyValues,
): Promise<PlannedResource> {
  const { connection, declared, held, path, base } = situation;
  const problem = problemIn(operation, body, (await connection.place?.()) ?? {});
  if (problem !== undefined) return { step: { ...base, action: 'problem', problem } };
  const removed = Object.entries(declared.properties).filter(([, value]) => value === null);
  const sent = visible(situation, operation.id, body) ?? {};
  const before = visible(situation, operation.id, held);
  const after = operation.action.does === 'merge' ? mergedInto(before, sent) : sent;
  const changes = changesOf(operation, before, { ...after, ...Object.fromEntries(removed) });
  const concern = connection.concern?.(operation.id, held);
  return {
    held,
    input: inputOf(operation, path, body),
    step: {
      ...base,
      action: held === undefined ? 'create' : 'update',
      operation: operation.id,
      changes,
      ...(concern === undefined ? {} : { concern }),
    },
  };
}

function deleteStep({ managed, held, path, base }: Situation): PlannedResource {
  const { delete: operation } = managed.operations;
  if (held === undefined) return { step: { ...base, action: 'none' } };
  if (operation === undefined)
    return {
      step: { ...base, action: 'problem', problem: `the API cannot delete a ${managed.name}` },
    };
  return {
    held,
    input: inputOf(operation, path, {}),
    step: { ...base, action: 'delete', operation: operation.id },
  };
}

async function presentStep(situation: Situation, rotate: boolean): Promise<PlannedResource> {
  const { managed, declared, held, base } = situation;
  const { create, save, replace, merge } = managed.operations;
  const { properties } = declared;
  const problem = (text: string): PlannedResource => ({
    step: { ...base, action: 'problem', problem: text },
  });
  if (held === undefined) {
    const operation = create ?? save;
    if (operation === undefined) return problem(`the API cannot create a ${managed.name}`);
    if (managed.isKeyMade && properties[managed.key ?? ''] !== undefined)
      return problem(
        `there is none with this ${managed.key}, and the server makes it: leave it out`,
      );
    return writeStep(situation, operation, creation(operation, properties));
  }
  const operation = replace ?? save ?? merge;
  const written = (operation ?? create)?.body?.properties ?? [];
  const differences = differencesOf(managed, written, properties, held);
  const again = rotate && secretsDeclared(properties, managed.isSecret).length > 0;
  if (differences.length === 0 && !again) return { held, step: { ...base, action: 'none' } };
  if (operation === undefined)
    return problem(`the API cannot change a ${managed.name}; different: ${differences.join(', ')}`);
  if (operation === merge) return writeStep(situation, merge, partOf(merge, properties, held));
  const whole = replacement(managed, operation, properties, held);
  return 'problem' in whole ? problem(whole.problem) : writeStep(situation, operation, whole.body);
}

/** Stands for what can be written of what a server holds; `held` has its secrets masked. */
function fingerprint({ properties, shown }: ManagedResource, held: PropertyValues): string {
  const names = properties.map(({ name }) => name).filter((name) => shown.includes(name));
  return digestOf(names.map((name) => [name, held[name] ?? null]));
}

/** What says which one a file means: the label, or the key where the file has that of a server that makes keys. */
function identityOf(
  { identity, isKeyMade, key = '', label }: ManagedResource,
  properties: PropertyValues,
): PropertyValues {
  const isByKey = isKeyMade && properties[key] !== undefined;
  const names = isByKey ? [...identity.filter((name) => name !== label), key] : identity;
  return Object.fromEntries(names.map((name) => [name, properties[name]]));
}

/**
 * Compares what a file says of one resource with what a server holds, and says what is to be done. Sends reads only. Rejects with the
 * client's error where the server cannot be asked.
 */
export async function planResource(
  managed: ManagedResource,
  declared: DeclaredResource,
  connection: Connection,
  { signal, rotate = false }: PlanOptions,
): Promise<PlannedResource> {
  const { properties } = declared;
  const declaredSecrets = secretsDeclared(properties, managed.isSecret);
  const secrets = declaredSecrets.map(({ at }) => at.join('/'));
  const hidden = Object.keys(properties).filter(
    (name) => !managed.isSecret(name) && isHidden(managed, name) && name !== managed.key,
  );
  const base = {
    resource: managed.name,
    identity: identityOf(managed, properties),
    changes: [],
    unknown: declared.absent ? [] : [...secrets, ...hidden],
    ...(secrets.length === 0 ? {} : { references: digestOf(declaredSecrets) }),
  };
  const found = await findHeld(managed, connection, properties, { signal });
  if ('problem' in found) return { step: { ...base, action: 'problem', ...found } };
  const { held, path } = found;
  const shown = connection.redacted('', held) as PropertyValues | undefined;
  const holds = shown === undefined ? {} : { holds: fingerprint(managed, shown) };
  const situation = { managed, declared, connection, held, path, base: { ...base, ...holds } };
  const planned = declared.absent ? deleteStep(situation) : await presentStep(situation, rotate);
  return { ...planned, place: (await connection.place?.()) ?? {} };
}
