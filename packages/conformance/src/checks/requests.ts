import { bodyOf } from './bodies.ts';
import type { Body, BodyShape } from './bodies.ts';
import type { Operation, Resource } from './contractTypes.ts';
import type { Intent } from './intent.ts';
import { pathFor } from './subjects.ts';
import type { Subject } from './subjects.ts';
import type { Trial } from './trial.ts';
import type { JsonValue } from '../wire/jsonValue.ts';
import { textOf } from './json.ts';

/** What a right request is wanted for. */
export interface Wanted {
  readonly properties?: BodyShape['properties'];
  readonly alternative?: number;
  readonly given?: Body;
  /** What it is about; anything known where left out. */
  readonly subject?: Subject;
}

/** A request whose body, if any, is an object. */
export type RightRequest = Omit<Intent, 'body'> & { readonly body?: Body };

/** A request that breaks no rule, and whose answer is known. */
export async function rightRequest(
  trial: Trial,
  operation: Operation,
  wanted: Wanted = {},
): Promise<RightRequest> {
  const { bench } = trial;
  await bench.subjects.heal(trial);
  const subject = wanted.subject ?? (await subjectFor(trial, operation));
  const named = subject === undefined ? {} : pathFor(operation, subject);
  const path = { ...otherParameters(operation), ...named };
  const { action } = operation;
  const resource = 'resource' in action ? bench.resource(action.resource) : undefined;
  const key = resource?.key;
  const own = key === undefined || subject === undefined ? {} : { [key]: subject.key };
  if (operation.body === undefined) return { operation, path };
  const shape: BodyShape = {
    properties: wanted.properties ?? 'minimal',
    number: bench.number(),
    ...(wanted.alternative === undefined ? {} : { alternative: wanted.alternative }),
    given: { ...credentials(operation), ...own, ...wanted.given },
  };
  return { operation, path, body: bodyOf(operation, shape, bench.source) };
}

/** What a request is about: a free key for a create, something known for everything else. */
async function subjectFor(trial: Trial, operation: Operation): Promise<Subject | undefined> {
  const { bench } = trial;
  const { action } = operation;
  if (!('resource' in action)) {
    const [parent] = bench.contract.resources.filter(
      (one) => one.parent !== undefined && names(operation, one.parent),
    );
    return parent === undefined
      ? undefined
      : bench.subjects.at(parent, bench.subjects.parentOf(parent), '');
  }
  const resource = bench.resource(action.resource);
  const parent = bench.subjects.parentOf(resource);
  if (action.does === 'create')
    return bench.subjects.at(resource, parent, freeKey(trial, resource));
  if (action.does === 'list' || action.does === 'save')
    return bench.subjects.at(resource, parent, '');
  if (action.does === 'read' && resource.key === undefined && bench.run.level === 'default')
    return bench.subjects.at(resource, parent, '');
  return bench.subjects.current(trial, resource);
}

export function freeKey({ bench }: Trial, resource: Resource): string {
  return resource.key === undefined ? '' : bench.subjects.newKey();
}

function names(operation: Operation, parameter: string): boolean {
  return operation.parameters.some((one) => one.in === 'path' && one.name === parameter);
}

/** Path parameters that name no resource: the first documented value. */
function otherParameters(operation: Operation): Record<string, string> {
  const values = operation.parameters
    .filter((one) => one.in === 'path')
    .map((one): [string, JsonValue] => [one.name, one.enum?.[0] ?? 'unknown']);
  return Object.fromEntries(values.map(([name, value]) => [name, textOf(value)]));
}

/** Checks log on as somebody invented, unless they say otherwise: wrong passwords suspend real users. */
function credentials(operation: Operation): Body {
  if (operation.session === undefined) return {};
  return { [operation.session.username]: 'oidcadmin-nobody' };
}
