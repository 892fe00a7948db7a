import { kinds, type Contract, type JsonValue } from '@oidc-admin/contract';
import type { CheckReport } from '../report.ts';
import { isLookingBack } from './lookingBack.ts';
import { isOfOtherParent, parentsOfTexts } from './otherParent.ts';
import { refusalsIn } from './refusedFor.ts';
import { requestCauses, traceOf } from './requestCauses.ts';
import { responseCauses } from './responseCauses.ts';
import { sideCauses } from './sideCauses.ts';
import { sightingsIn, type ReportedMismatch, type Sighting, type Sightings } from './sighting.ts';
import { wholeCauses } from './wholeCauses.ts';

/** The first that has an answer counts. */
const rules = [
  ...sideCauses.first,
  ...responseCauses,
  ...sideCauses.before,
  ...requestCauses,
  ...sideCauses.after,
  ...wholeCauses,
];

/** A difference, and the clause that explains it. */
export type Explained = ReadonlyMap<ReportedMismatch, string>;

function isBinding({ mismatch: { binding } }: Sighting): boolean {
  return binding === 'MUST';
}

/** A check about secrets may also see a status that is wrong: that shows none. */
function isSecret({ symptom: { kind } }: Sighting): boolean {
  return kinds[kind].family === 'secrets';
}

/** What the checks of a rule between requests saw themselves is not explained by what is only seen because of such rules. */
function isOwnSequence({ clause: { group }, own }: Sighting): boolean {
  return own && group === 'sequence';
}

/** No SHOULD explains a MUST away, nothing that is flaky what is not, and nothing but another secret a secret that is shown. */
function mayExplain(cause: Sighting, sighting: Sighting): boolean {
  if (isBinding(sighting) && !isBinding(cause)) return false;
  if (sighting.result.status === 'failed' && cause.result.status === 'flaky') return false;
  return !isSecret(sighting) || isSecret(cause);
}

/** The clauses that explain others, for each difference that is but a consequence. `expected` are clauses that may be broken. */
export function explanations(
  contract: Contract,
  results: readonly CheckReport[],
  expected: ReadonlySet<string> = new Set(),
): Explained {
  const all = sightingsIn(contract, results);
  const { resources, operations } = contract;
  const exchanges = results.flatMap((result) => result.exchanges);
  const bodies = exchanges.flatMap(({ request }) => request.body ?? []);
  const operationOf = new Map(operations.map((operation) => [operation.id, operation]));
  let below: ReturnType<typeof parentsOfTexts> | undefined;
  const resourceOf = new Map(
    operations.map(({ id, action }) => [id, 'resource' in action ? action.resource : '']),
  );
  const refusedBodies = exchanges.flatMap(({ operation, request: { body }, response }) =>
    body !== undefined && response !== undefined && response.status >= 400
      ? [{ resource: resourceOf.get(operation), body }]
      : [],
  );
  const byExchange = Map.groupBy(
    all.filter(({ mismatch }) => mismatch.exchange !== undefined),
    ({ result, mismatch }) => `${result.id} ${mismatch.exchange}`,
  );
  const byCheck = Map.groupBy(all, ({ result }) => result.id);
  const sightings: Sightings = {
    all,
    expected,
    refusals: refusalsIn(all, results),
    sameCheck: ({ result }) => byCheck.get(result.id) ?? [],
    sentBelow: () => (below ??= parentsOfTexts(resources, operationOf, exchanges)),
    wasSent: (name, value) => bodies.some((body) => body.includes(propertyText(name, value))),
    wasRefused: (resource, name, value) =>
      refusedBodies.some(
        (one) => one.resource === resource && one.body.includes(propertyText(name, value)),
      ),
    sameExchange: ({ result, mismatch }) =>
      byExchange.get(`${result.id} ${mismatch.exchange}`) ?? [],
  };
  const causes = new Map(
    all.flatMap((sighting): [Sighting, Sighting][] => {
      if (isLookingBack(sighting, sightings) || isOfOtherParent(sighting, sightings)) return [];
      for (const rule of rules) {
        const cause = rule(sighting, sightings).find(
          (other) =>
            other.clause !== sighting.clause &&
            mayExplain(other, sighting) &&
            !(isOwnSequence(sighting) && traceOf(other, sightings).length > 0),
        );
        if (cause !== undefined) return [[sighting, cause]];
      }
      return [];
    }),
  );
  return new Map(
    all.flatMap((sighting): [ReportedMismatch, string][] => {
      const root = rootOf(causes, sighting);
      return root === undefined ? [] : [[sighting.mismatch, root.clause.id]];
    }),
  );
}

/** A property as it stands in a body that the runner sends. */
function propertyText(name: string, value: JsonValue | undefined): string {
  return `${JSON.stringify(name)}:${JSON.stringify(value)}`;
}

/** The end of the chain of causes; none where there is no cause, or the chain is a circle. */
function rootOf(causes: ReadonlyMap<Sighting, Sighting>, sighting: Sighting): Sighting | undefined {
  const passed = new Set([sighting]);
  let root = causes.get(sighting);
  for (let next = root; next !== undefined; next = causes.get(next)) {
    if (passed.has(next)) return undefined;
    passed.add(next);
    root = next;
  }
  return root?.clause === sighting.clause ? undefined : root;
}
