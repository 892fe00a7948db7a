import { parentNames, type Operation, type Resource } from '@oidc-admin/contract';
import { leavesOf } from '../../checks/json.ts';
import {
  isSuccess,
  jsonValueIn,
  segmentsOf,
  type CauseRule,
  type ReportedExchange,
  type Sighting,
  type Sightings,
} from './sighting.ts';

/** The parents that the URL of a request names, as one text; none where it has another path. */
function parentsIn(resource: Resource, operation: Operation, url: string): string | undefined {
  const wanted = operation.path.split('/');
  const sent = segmentsOf(operation, url);
  const valueOf = (name: string): string | undefined => sent[wanted.indexOf(`{${name}}`)];
  const values = parentNames(resource).map((name) => valueOf(name));
  return values.length === 0 || values.includes(undefined) ? undefined : values.join('/');
}

/** Shorter ones, such as numbers, are the same by chance. */
const shortest = 6;

/** The texts of a resource as they are sent or shown: the name of each, and what it says. */
function textsOf(body: string | undefined): readonly string[] {
  return leavesOf(jsonValueIn(body))
    .filter(({ text }) => text.length >= shortest)
    .map(({ steps, text }) => JSON.stringify([steps.at(-1), text]));
}

/** Below which parents each text of a resource was sent, by the resource's name and the text. */
export function parentsOfTexts(
  resources: readonly Resource[],
  operationOf: ReadonlyMap<string, Operation>,
  exchanges: readonly ReportedExchange[],
): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  for (const { operation: id, request } of exchanges) {
    const operation = operationOf.get(id);
    if (operation === undefined || !('resource' in operation.action)) continue;
    const { resource: name } = operation.action;
    const resource = resources.find((one) => one.name === name);
    const parents = resource && parentsIn(resource, operation, request.url);
    if (parents === undefined) continue;
    for (const text of textsOf(request.body)) {
      const key = `${name} ${text}`;
      found.set(key, (found.get(key) ?? new Set()).add(parents));
    }
  }
  return found;
}

/** Below which parents a read asks, and below which each text was sent that it shows; none where that is not known. */
function shownBy(
  { operation, exchange, contract }: Sighting,
  { sentBelow }: Sightings,
): { readonly parents: string; readonly shown: readonly ReadonlySet<string>[] } | undefined {
  if (operation?.action.does !== 'read' || exchange === undefined || !isSuccess(exchange))
    return undefined;
  const { resource: name } = operation.action;
  const resource = contract.resources.find((one) => one.name === name);
  const parents = resource && parentsIn(resource, operation, exchange.request.url);
  if (parents === undefined) return undefined;
  const shown = textsOf(exchange.response?.body).flatMap(
    (text) => sentBelow().get(`${name} ${text}`) ?? [],
  );
  return { parents, shown };
}

/** Whether a check of what stands below several parents saw a text that was sent below other ones only: that explains the rest. */
export function isOfOtherParent(sighting: Sighting, sightings: Sightings): boolean {
  if (sighting.clause.kind !== 'separate' || !sighting.own) return false;
  const { parents = '', shown = [] } = shownBy(sighting, sightings) ?? {};
  return shown.some((below) => !below.has(parents));
}

/** Whether a read shows nothing that was sent below its own parents only. */
function isWithoutOwn(sighting: Sighting, sightings: Sightings): boolean {
  const found = shownBy(sighting, sightings);
  return (
    found !== undefined &&
    !found.shown.some((below) => below.size === 1 && below.has(found.parents))
  );
}

/** Whether a read finds nothing, as it would where nothing is saved. */
function findsNothing({ contract, operation, place, mismatch, symptom }: Sighting): boolean {
  const { actual } = mismatch;
  if (place !== undefined || !['status', 'absent'].includes(symptom.kind)) return false;
  const name = operation?.action.does === 'read' ? operation.action.resource : undefined;
  return contract.clauses
    .filter((one) => one.kind === 'absent' && one.resource === name)
    .flatMap(({ outcome }) => [...(outcome?.allow ?? []), ...(outcome?.warn ?? [])])
    .some((one) => 'status' in one && one.status === actual);
}

/**
 * A read that shows what is saved below another parent is wrong in every value, and finds nothing where nothing is saved there.
 */
export const ofOtherParent: CauseRule = (sighting, sightings) => {
  const { clause, operation, place } = sighting;
  if (operation?.action.does !== 'read' || clause.kind === 'separate') return [];
  const isNothing = findsNothing(sighting);
  const isShown =
    clause.group === 'sequence' && place !== undefined && isWithoutOwn(sighting, sightings);
  if (!isNothing && !isShown) return [];
  return sightings.all.filter(
    (other) => other.operation === operation && isOfOtherParent(other, sightings),
  );
};
