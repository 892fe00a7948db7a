import {
  textBelow,
  parentNames,
  valueAt,
  wrongWayOf,
  type JsonValue,
  type Resource,
  parentTexts,
} from '@oidc-admin/contract';
import { saysAbsent } from '@oidc-admin/model';
import type { CheckContext } from './checkContext.ts';
import { mayCall } from './compose.ts';
import { textOf } from './json.ts';
import { ignoreNotRun } from './notRun.ts';
import { neededParents } from './poolParents.ts';
import { pathFor, pathUnder, type ResourceRef } from './resourceRef.ts';
import type { SentRequest } from './sent.ts';

const begun = new WeakMap<CheckContext['run'], Promise<void>>();

/**
 * Looks at what the target holds before anything is written: what is under each parent, what is listed, and, where nothing
 * may be made, what there is to read. Done once for a target.
 */
export function firstReads(context: CheckContext): Promise<void> {
  const known = begun.get(context.run);
  if (known !== undefined) return known;
  const promise = look(context);
  begun.set(context.run, promise);
  // Whoever could not look yet lets the next one try.
  promise.catch(() => begun.delete(context.run));
  return promise;
}

async function look(context: CheckContext): Promise<void> {
  const { run } = context;
  for (const { kind, element, operation: id = '' } of run.contract.clauses) {
    if (kind !== 'security') continue;
    const operation = run.operation(id);
    if (wrongWayOf(run.contract, operation, element)?.way !== 'expired') continue;
    const principal = run.principals.find((one) => mayCall(operation, one));
    if (principal !== undefined) await run.sessions.prepareExpiry(context, principal, id);
  }
  // What is made by others comes first: below it stands what is read next.
  const ranked = run.contract.resources.toSorted(
    (one, other) => parentNames(one).length - parentNames(other).length,
  );
  for (const resource of ranked) {
    const { read, list } = resource.operations;
    await readExisting(context, resource);
    const parents = parentsOf(run, resource);
    if (resource.key === undefined && read !== undefined) {
      const operation = context.operation(read);
      for (const parent of parents) {
        const ref = run.pool.at(resource, parent, '');
        const sent = await context.send(
          { operation, path: pathFor(operation, ref) },
          { silent: true, preparation: true },
        );
        const at = operation.action.does === 'read' ? operation.action.at : '';
        const found = valueAt(sent.response?.json, at);
        const there = sent.accepted && stands(context, ref, sent, found);
        run.firstReads.set(`${resource.name}/${parent}`, {
          sent,
          found: there,
          exchange: context.exchanges.at(-1),
        });
      }
    } else if (list !== undefined && resource.key !== undefined)
      for (const parent of parents) await readList(context, resource, list, parent);
  }
}

/** Under which parents something may stand before the run has made anything; without a parent there is one for all. */
function parentsOf(run: CheckContext['run'], resource: Resource): readonly string[] {
  const { parents, pool, contract } = run;
  if (resource.parentResource === undefined) return parentTexts(resource, parents);
  const above = contract.resources.find(({ name }) => name === resource.parentResource);
  if (above === undefined) return [];
  // A target may have thousands, and checks use the first ones only.
  return parentsOf(run, above)
    .flatMap((text) => pool.known(above, text))
    .slice(0, neededParents)
    .map((ref) => textBelow(above, ref));
}

/** Lists what stands under a parent; where nothing may be made, that is what there is to read. */
async function readList(
  context: CheckContext,
  resource: Resource,
  list: string,
  parent: string,
): Promise<void> {
  const { run } = context;
  const operation = context.operation(list);
  const request = { operation, path: pathUnder(operation, resource, parent), pages: true };
  const options = { silent: true, preparation: true };
  const isReading = run.parameters.level === 'default';
  // Where nobody can sign in, the sign-in itself is still to be checked.
  const sent = await context.send(request, options).catch((error: unknown) => {
    if (isReading) throw error;
    ignoreNotRun(error);
  });
  if (sent === undefined) return;
  if (!run.firstLists.has(list))
    run.firstLists.set(list, { sent, exchange: context.exchanges.at(-1) });
  if (!isReading) return;
  const at = operation.action.does === 'list' ? operation.action.at : '';
  const found = valueAt(sent.response?.json, at);
  for (const item of Array.isArray(found) ? (found as readonly JsonValue[]) : []) {
    const key = valueAt(item, `/${resource.key ?? ''}`);
    if (typeof key === 'string' || typeof key === 'number')
      run.pool.adopt(run.pool.at(resource, parent, textOf(key)), item);
  }
}

/** What exists already is taken for what the server remembers, as far as a read shows it. */
async function readExisting(context: CheckContext, resource: Resource): Promise<void> {
  const { pool } = context.run;
  const { read } = resource.operations;
  if (read === undefined) return;
  const operation = context.operation(read);
  const at = operation.action.does === 'read' ? operation.action.at : '';
  for (const ref of pool.existing(resource)) {
    const path = pathFor(operation, ref);
    const { accepted, response } = await context.send(
      { operation, path },
      { silent: true, preparation: true },
    );
    if (accepted) pool.adopt(ref, valueAt(response?.json, at) ?? null);
  }
}

/**
 * Whether something was saved there before; then it is taken for what the server remembers. What is no whole of its
 * kind was never saved, and a mock that was started for the run has nothing.
 */
function stands(
  { run }: CheckContext,
  ref: ResourceRef,
  sent: SentRequest,
  found: JsonValue | undefined,
): boolean {
  if (found === undefined || found === null || run.parameters.target.embedded) return false;
  const { absent } = ref.resource;
  const { response: answered } = sent;
  if (absent !== undefined && saysAbsent(absent, answered?.status ?? 0, answered?.json))
    return false;
  const before = run.state;
  run.pool.adopt(ref, found);
  if (sent.observed === undefined) return true;
  const { request, response } = sent.observed;
  const { mismatches } = run.model.judge(run.model.step(run.state, request), response);
  const whole = !mismatches.some(({ binding }) => binding === 'MUST');
  if (!whole) run.state = before;
  return whole;
}
