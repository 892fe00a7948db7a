import type { Intent } from './intent.ts';
import { isRecord } from './json.ts';
import { rightRequest } from './requests.ts';
import type { SendOptions, Sent, Trial } from './trial.ts';

/** Reads what a request has written, and compares it with what was sent. Nothing where it wrote nothing. */
export async function readBack(
  trial: Trial,
  written: Intent,
  options: SendOptions = {},
): Promise<Sent | undefined> {
  const { action } = written.operation;
  if (!('resource' in action)) return undefined;
  const { bench } = trial;
  const resource = bench.resource(action.resource);
  const { read } = resource.operations;
  if (read === undefined) return undefined;
  const parent = resource.parent === undefined ? '' : (written.path[resource.parent] ?? '');
  const sent =
    isRecord(written.body) && resource.key !== undefined ? written.body[resource.key] : undefined;
  const key = resource.key === undefined ? '' : (written.path[resource.key] ?? sent);
  if (typeof key !== 'string') return undefined;
  const subject = bench.subjects.at(resource, parent, key);
  return trial.send(await rightRequest(trial, trial.operation(read), { subject }), options);
}
