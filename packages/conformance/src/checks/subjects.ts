import type { ModelState, Saved, Verdict } from '@oidc-admin/model';

import type { WireResponse } from '../wire/wireResponse.ts';
import type { Bench } from './bench.ts';
import { bodyOf } from './bodies.ts';
import { NotRun, tooFewValues } from './case.ts';
import type { Composed } from './compose.ts';
import type { Operation, Resource } from './contractTypes.ts';
import { isRecord, textOf } from './json.ts';
import type { Trial } from './trial.ts';
import type { JsonValue } from '../wire/jsonValue.ts';

/** One thing of a resource: where it stands, and the path parameters that name it. */
export interface Subject {
  readonly resource: Resource;
  readonly parent: string;
  readonly key: string;
  readonly path: Readonly<Record<string, string>>;
}

/** What every key begins with that a run makes. */
export const keyPrefix = 'oidcadmin';

/** What the checks work on: made when first needed, replaced when nobody knows any more what the server holds of it. */
export class Subjects {
  readonly #bench: () => Bench;
  readonly #doubted = new Set<string>();
  /** Keys that may stand at the server, though the model does not know them. */
  readonly #strays = new Map<string, Subject>();
  readonly #ignored = new Set<string>();
  #keys = 0;

  constructor(bench: () => Bench) {
    this.#bench = bench;
  }

  /** A key that was never used. */
  newKey(): string {
    const { run } = this.#bench();
    this.#keys += 1;
    return `${keyPrefix}${run.runId}${this.#keys.toString(36).padStart(3, '0')}`;
  }

  /** Whether an element of a list is compared. */
  isOurs(resource: Resource, key: JsonValue | undefined): boolean {
    const { state } = this.#bench();
    if (typeof key !== 'string') return true;
    if (this.#ignored.has(key.toLowerCase())) return false;
    if (this.#isOwnKey(key)) return true;
    return [...(state.resources.get(resource.name)?.values() ?? [])].some((keys) => keys.has(key));
  }

  /** The first parent, or another one, of a resource that has parents. */
  parentOf(resource: Resource, index = 0): string {
    if (resource.parent === undefined) return '';
    const bench = this.#bench();
    const known = bench.parents[resource.parent] ?? [];
    const parent = known[index];
    if (parent !== undefined) return parent;
    throw tooFewValues(bench, resource.parent, index + 1, known.length);
  }

  at(resource: Resource, parent: string, key: string): Subject {
    const path = {
      ...(resource.parent === undefined ? {} : { [resource.parent]: parent }),
      ...(resource.key === undefined ? {} : { [resource.key]: key }),
    };
    return { resource, parent, key, path };
  }

  /** What is saved of a subject, as the model knows it. */
  saved({ resource, parent, key }: Subject): Saved | undefined {
    return this.#bench().state.resources.get(resource.name)?.get(parent)?.get(key);
  }

  /** Everything that exists and is known. */
  known(resource: Resource, parent: string): readonly Subject[] {
    const keys = this.#bench().state.resources.get(resource.name)?.get(parent)?.keys() ?? [];
    return [...keys]
      .map((key) => this.at(resource, parent, key))
      .filter((one) => !this.#doubted.has(nameOf(one)));
  }

  /** Something that exists, whose every value is known. Made where there is none. */
  async current(trial: Trial, resource: Resource, parentIndex = 0): Promise<Subject> {
    const parent = this.parentOf(resource, parentIndex);
    await this.heal(trial);
    const [known] = this.known(resource, parent);
    if (known !== undefined) return known;
    return this.make(trial, resource, parent);
  }

  /** Makes something new, or saves what stands under a parent. */
  async make(trial: Trial, resource: Resource, parent: string): Promise<Subject> {
    const { run, source } = this.#bench();
    const id = resource.operations.create ?? resource.operations.save;
    if (id === undefined || run.level === 'default')
      throw new NotRun(
        `the target has no ${resource.name} that could be read, and none may be made at this level`,
      );
    const operation = trial.operation(id);
    const subject = this.at(resource, parent, resource.key === undefined ? '' : this.newKey());
    const given = resource.key === undefined ? {} : { [resource.key]: subject.key };
    const body = bodyOf(
      operation,
      { properties: 'full', number: trial.bench.number(), given },
      source,
    );
    await trial.send({ operation, path: pathFor(operation, subject), body });
    if (this.saved(subject) === undefined || this.#doubted.has(nameOf(subject)))
      throw new NotRun(`no ${resource.name} could be made to check with`);
    return subject;
  }

  /** Notes whose the secrets are that a request carries. */
  own({ intent, model, wire }: Composed): void {
    const subject = this.#subjectOf(intent.operation, model.path, model.body);
    if (subject === undefined || wire.body === undefined) return;
    const { resource, parent, key } = subject;
    const text = Buffer.from(wire.body).toString();
    this.#bench().canaries.assign(text, { resource: resource.name, parent, key });
  }

  /** Nobody knows what a request left behind. */
  doubt({ intent, model }: Composed, status?: number): void {
    const subject = this.#subjectOf(intent.operation, model.path, model.body);
    const { does } = intent.operation.action;
    if (subject === undefined || does === 'list') return;
    // A key that does not begin as all of the run's own do may be somebody's, unless it was made just now.
    const own = subject.resource.key === undefined || this.#isOwnKey(subject.key);
    const made = does === 'create' && status !== undefined && status < 300;
    if (!own && !made) return;
    this.#doubted.add(nameOf(subject));
    this.#strays.set(nameOf(subject), subject);
  }

  #isOwnKey(key: string): boolean {
    const { run } = this.#bench();
    return key.toLowerCase().startsWith(`${keyPrefix}${run.runId}`.toLowerCase());
  }

  /** Notes what may have been made by requests whose responses are not looked at one by one. */
  made({ intent, model }: Composed): void {
    const subject = this.#subjectOf(intent.operation, model.path, model.body);
    if (subject !== undefined && intent.operation.action.does === 'create')
      this.#strays.set(nameOf(subject), subject);
  }

  /** Learns from a response. */
  follow(composed: Composed, response: WireResponse, { matched, differences }: Verdict): void {
    const { intent, model } = composed;
    const subject = this.#subjectOf(intent.operation, model.path, model.body);
    if (subject === undefined) return;
    const { does } = intent.operation.action;
    const failed = differences.some(({ binding }) => binding === 'MUST');
    if (does === 'read' && failed && response.status < 400) this.doubt(composed, response.status);
    if (matched === undefined || response.status >= 300) return;
    if (does === 'save' || does === 'replace') this.#doubted.delete(nameOf(subject));
    if (does === 'delete') {
      this.#doubted.delete(nameOf(subject));
      this.#strays.delete(nameOf(subject));
    }
    if (does === 'create') this.#strays.set(nameOf(subject), subject);
  }

  /** Throws away what is in doubt, and forgets it; what cannot be thrown away is written anew. */
  async heal(trial: Trial): Promise<void> {
    if (this.#bench().run.level === 'default') return;
    for (const name of this.#doubted) {
      const subject = this.#strays.get(name);
      if (subject === undefined) continue;
      if (subject.resource.key !== undefined) await this.discard(trial, subject);
      else if (subject.resource.operations.save !== undefined)
        await this.make(trial, subject.resource, subject.parent).catch(ignoreNotRun);
    }
  }

  /** Deletes something without a judgement, and forgets it. */
  async discard(trial: Trial, subject: Subject): Promise<void> {
    const { resource, key } = subject;
    const bench = this.#bench();
    const id = resource.operations.delete;
    if (id !== undefined && bench.run.level !== 'default' && resource.key !== undefined) {
      const operation = trial.operation(id);
      const sent = await trial.send(
        { operation, path: pathFor(operation, subject) },
        { silent: true, beyondLimit: true },
      );
      if (sent.accepted || sent.response?.status === 404) this.#strays.delete(nameOf(subject));
    }
    this.#doubted.delete(nameOf(subject));
    this.#ignored.add(key.toLowerCase());
    bench.state = withSaved(bench.state, subject, undefined);
  }

  /** Takes what was found at the server for what is saved there. */
  adopt(subject: Subject, seen: JsonValue): void {
    const bench = this.#bench();
    if (!isRecord(seen)) return;
    const { properties, serverMade, neverReturned } = subject.resource;
    const names = properties.map(({ name }) => name).filter((name) => !/[.[\]]/.test(name));
    const kept = Object.entries(seen).filter(
      ([name, value]) =>
        names.includes(name) &&
        value !== null &&
        !serverMade.includes(name) &&
        !neverReturned.includes(name),
    );
    bench.state = withSaved(bench.state, subject, Object.fromEntries(kept));
    this.#doubted.delete(nameOf(subject));
  }

  /** Deletes everything that this run made. */
  async cleanUp(trial: Trial): Promise<void> {
    for (const subject of this.#strays.values()) {
      if (subject.resource.key !== undefined) await this.discard(trial, subject);
    }
  }

  #subjectOf(
    operation: Operation,
    path: Readonly<Record<string, string>>,
    body: Composed['model']['body'],
  ): Subject | undefined {
    const { action } = operation;
    if (!('resource' in action)) return undefined;
    const resource = this.#bench().resource(action.resource);
    const parent = resource.parent === undefined ? '' : (path[resource.parent] ?? '');
    if (resource.key === undefined) return this.at(resource, parent, '');
    const sent =
      body.kind === 'json' && isRecord(body.value) ? body.value[resource.key] : undefined;
    const key =
      path[resource.key] ?? (sent === undefined || sent === null ? undefined : textOf(sent));
    return key === undefined ? undefined : this.at(resource, parent, key);
  }
}

function ignoreNotRun(error: unknown): void {
  if (!(error instanceof NotRun)) throw error;
}

/** The path parameters of an operation on a subject. */
export function pathFor(operation: Operation, { path }: Subject): Record<string, string> {
  const names = operation.parameters.filter((one) => one.in === 'path').map(({ name }) => name);
  return Object.fromEntries(Object.entries(path).filter(([name]) => names.includes(name)));
}

function nameOf({ resource, parent, key }: Subject): string {
  return `${resource.name}/${parent}/${key}`;
}

function withSaved(
  state: ModelState,
  { resource, parent, key }: Subject,
  saved: Saved | undefined,
): ModelState {
  const parents = new Map(state.resources.get(resource.name));
  const keys = new Map(parents.get(parent));
  if (saved === undefined) keys.delete(key);
  else keys.set(key, saved);
  parents.set(parent, keys);
  return { ...state, resources: new Map(state.resources).set(resource.name, parents) };
}
