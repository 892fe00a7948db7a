import {
  conditionOf,
  headerOf,
  tagReader,
  type Contract,
  type Operation,
  type Resource,
} from '@oidc-admin/contract';
import { validatorsOf, type Saved } from '@oidc-admin/model';
import type { WireResponse } from '../wire/wireResponse.ts';
import type { CheckRequest } from './checkRequest.ts';
import { madeRef } from './madeKeys.ts';
import { NotRun } from './notRun.ts';
import { pathFor, refIn, type ResourceRef } from './resourceRef.ts';
import { exampleOf } from './samples.ts';
import type { Composed, Sender } from './sent.ts';

/** What is needed of a run to know what is saved, and under which tag. */
interface TaggedRun {
  readonly contract: Contract;
  readonly pool: { saved(ref: ResourceRef): Saved | undefined };
  readonly tags: Tags;
  resource(name: string): Resource;
}

/**
 * The `ETag`s that a target has shown, by what is saved: each write makes something else of that, whose tag nobody knows before
 * it is shown.
 */
export class Tags {
  readonly #known = new WeakMap<Saved, string>();

  of(saved: Saved): string | undefined {
    return this.#known.get(saved);
  }

  /** Learns from a response that was right. */
  note(run: TaggedRun, { request, model }: Composed, response: WireResponse): void {
    const { operation } = request;
    const documented = operation.responses.find(({ status }) => status === response.status);
    const { action } = operation;
    const tag = response.headers['etag'];
    if (documented === undefined || tag === undefined || !('resource' in action)) return;
    if (response.status >= 300 || headerOf(documented, 'etag') === undefined) return;
    const resource = run.resource(action.resource);
    const ref =
      madeRef(run.contract, resource, operation, model.path, response) ??
      refIn(operation, model.path, model.body, (name) => run.resource(name));
    const saved = ref && run.pool.saved(ref);
    if (saved !== undefined) this.#known.set(saved, tag);
  }
}

/** Whether `*`, which stands for any state, may be sent in a condition: the document may describe the form of the tags alone. */
export function takesAny(
  contract: Contract,
  { id }: Operation,
  condition: 'if-match' | 'if-none-match',
): boolean {
  const broken = validatorsOf(contract).validateHeaders(id, { [condition]: '*' });
  return !broken.some(({ location: [, name = ''] }) => name.toLowerCase() === condition);
}

/** The header that names the present state, where an operation requires it and a check says nothing of it. */
export async function presentState(
  run: TaggedRun,
  sender: Sender,
  { operation, path, headers = {}, leftOut }: CheckRequest,
): Promise<Readonly<Record<string, string>>> {
  const condition = conditionOf(operation, 'if-match');
  if (condition?.required !== true || Object.hasOwn(headers, 'if-match') || leftOut === 'if-match')
    return {};
  const ref = refIn(operation, path, { kind: 'none' }, (name) => run.resource(name));
  // It is read anew each time: a server may change a thing itself, such as when it was last used.
  const shown = ref && (await shownTag(run, sender, operation, ref));
  const saved = ref && run.pool.saved(ref);
  // Of what is not there, any state is as right as another.
  const any = takesAny(run.contract, operation, 'if-match') ? '*' : exampleOf(condition);
  const found = shown ?? (saved && run.tags.of(saved)) ?? any;
  return { 'if-match': found };
}

/** The `ETag` that a read shows now of what an operation changes. Throws `NotRun` where it shows none. */
export async function readTag(
  context: Sender & { readonly run: TaggedRun },
  operation: Operation,
  ref: ResourceRef,
): Promise<string> {
  const tag = await shownTag(context.run, context, operation, ref);
  if (tag !== undefined) return tag;
  throw new NotRun('preparation', `no read of the ${ref.resource.name} has an ETag`);
}

async function shownTag(
  run: TaggedRun,
  sender: Sender,
  operation: Operation,
  ref: ResourceRef,
): Promise<string | undefined> {
  const read = tagReader(operation, run.contract);
  if (read === undefined) return undefined;
  const { response, accepted } = await sender.send(
    { operation: read, path: pathFor(read, ref) },
    { silent: true, preparation: true, beyondLimit: true },
  );
  return accepted ? response?.headers['etag'] : undefined;
}
