import { bodyOf } from './bodies.ts';
import type { PoolRun } from './poolRun.ts';
import { pathFor, type ResourceRef } from './resourceRef.ts';
import type { Sender } from './sent.ts';

/** Makes known what something existing holds, where an operation would show it. */
export async function writeAgain(run: PoolRun, sender: Sender, ref: ResourceRef): Promise<void> {
  const { replace, read, list } = ref.resource.operations;
  if (replace === undefined || (read ?? list) === undefined) return;
  const operation = run.operation(replace);
  const body = bodyOf(operation, { properties: 'full', number: run.number() }, run.source);
  await sender.send(
    { operation, path: pathFor(operation, ref), body },
    { silent: true, preparation: true },
  );
}
