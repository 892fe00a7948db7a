import type { JsonValue } from '../wire/jsonValue.ts';
import { valueAt } from './json.ts';
import { pathFor } from './subjects.ts';
import type { Subject } from './subjects.ts';
import type { Sent, Trial } from './trial.ts';

const begun = new WeakMap<Trial['bench'], Promise<void>>();

/**
 * Looks at what the target holds before anything is written: what stands under each parent, and, where nothing may be
 * made, what there is to read. Done once for a target.
 */
export function firstReads(trial: Trial): Promise<void> {
  const known = begun.get(trial.bench);
  if (known !== undefined) return known;
  const promise = look(trial);
  begun.set(trial.bench, promise);
  // Whoever could not look yet lets the next one try.
  promise.catch(() => begun.delete(trial.bench));
  return promise;
}

async function look(trial: Trial): Promise<void> {
  const { bench } = trial;
  const [principal] = bench.principals;
  const expires = bench.contract.clauses.some(
    ({ kind, subject }) => kind === 'security' && subject === 'expired',
  );
  if (principal !== undefined && expires) await bench.sessions.prepareExpiry(trial, principal);
  for (const resource of bench.contract.resources) {
    const { read, list } = resource.operations;
    if (resource.key === undefined && resource.parent !== undefined && read !== undefined) {
      const operation = trial.operation(read);
      for (const parent of bench.parents[resource.parent] ?? []) {
        const subject = bench.subjects.at(resource, parent, '');
        const sent = await trial.send(
          { operation, path: pathFor(operation, subject) },
          { silent: true },
        );
        const at = operation.action.does === 'read' ? operation.action.at : '';
        const found = valueAt(sent.response?.json, at);
        const there = sent.accepted && stands(trial, subject, sent, found);
        bench.firstReads.set(parent, { sent, found: there, exchange: trial.exchanges.at(-1) });
      }
    } else if (bench.run.level === 'default' && list !== undefined && resource.key !== undefined) {
      const operation = trial.operation(list);
      const sent = await trial.send({ operation, path: {} }, { silent: true });
      const at = operation.action.does === 'list' ? operation.action.at : '';
      const found = valueAt(sent.response?.json, at);
      for (const item of Array.isArray(found) ? found : []) {
        const key = valueAt(item, `/${resource.key}`);
        if (typeof key === 'string')
          bench.subjects.adopt(bench.subjects.at(resource, '', key), item);
      }
    }
  }
}

/**
 * Whether something was saved there before; then it is taken for what the server remembers. What is no whole of its
 * kind was never saved, and a mock that was started for the run has nothing.
 */
function stands(
  { bench }: Trial,
  subject: Subject,
  sent: Sent,
  found: JsonValue | undefined,
): boolean {
  if (found === undefined || found === null || bench.run.target.embedded) return false;
  const before = bench.state;
  bench.subjects.adopt(subject, found);
  if (sent.observed === undefined) return true;
  const { request, seen } = sent.observed;
  const { differences } = bench.model.judge(bench.model.step(bench.state, request), seen);
  const whole = !differences.some(({ binding }) => binding === 'MUST');
  if (!whole) bench.state = before;
  return whole;
}
