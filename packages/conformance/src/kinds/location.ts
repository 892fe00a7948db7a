import { locatedBy, makesKeys, type Located, type Resource } from '@oidc-admin/contract';
import type { OperationChecks, OperationClause } from '../checks/kindChecks.ts';
import { madeRef, pathOfMade } from '../checks/madeKeys.ts';
import { NotRun } from '../checks/notRun.ts';
import { rightRequest } from '../checks/requests.ts';
import type { ResourceRef } from '../checks/resourceRef.ts';
import type { SentRequest } from '../checks/sent.ts';
import { urlOf } from '../checks/urls.ts';
import { Steps } from '../sequences/steps.ts';

/** What a create made, and its response. */
interface Made {
  readonly ref: ResourceRef;
  readonly sent: SentRequest;
}

/**
 * Two are made, and then each `Location` is followed, so that one which leads to the first, the last or another one is seen.
 * Nothing is ever sent to another origin than the target's, whose credentials these are.
 */
export const location: OperationChecks = {
  variants: (about) => {
    const located = locatedIn(about);
    if (located === undefined) return [];
    return [
      {
        run: async (context) => {
          const { resource } = located;
          const steps = new Steps(context, resource, about.clause.id);
          const made: Made[] = [];
          for (const properties of ['full', 'minimal'] as const)
            made.push(await steps.write(about.operation, { properties }, { ref: steps.fresh() }));
          for (const one of made.toReversed()) await follow(steps, about, located, one);
        },
      },
    ];
  },
};

function locatedIn({
  contract,
  clause,
  operation,
}: OperationClause): Located<Resource> | undefined {
  const response = operation.responses.find(({ status }) => status === clause.status);
  return response && locatedBy(operation, response, contract);
}

async function follow(
  steps: Steps,
  { clause, operation, contract }: OperationClause,
  { resource, read }: Located<Resource>,
  { ref, sent }: Made,
): Promise<void> {
  const { context } = steps;
  const { run } = context;
  const { request, response } = sent;
  const found = response?.headers['location'];
  if (response === undefined || response.status !== clause.status || found === undefined)
    throw new NotRun('preparation', `no ${clause.status} came that has a Location`);
  const base = urlOf(
    run.parameters.target.url,
    contract,
    operation,
    request.path,
    request.query ?? {},
  );
  const url = URL.parse(found, base);
  if (url === null) return context.blame(clause.id, 'the Location is no URL', undefined, found);
  const { origin } = new URL(base);
  if (url.origin !== origin) {
    const leadsTo = pathOfMade(contract, operation, request.path, response);
    if (leadsTo?.[resource.key ?? ''] === ref.key)
      throw new NotRun(
        'unsettled',
        'the Location names the server otherwise than this run does (behind a proxy, both may be right), and nothing is sent there',
      );
    const message = 'the Location leads to another origin, to which nothing is sent';
    return context.blame(clause.id, message, origin, url.origin);
  }
  const inBody = madeRef(contract, resource, operation, ref.path, { ...response, headers: {} });
  const isKeyHidden = makesKeys(resource) && inBody === undefined;
  if (isKeyHidden && pathOfMade(contract, operation, request.path, response) === undefined)
    return context.blame(
      clause.id,
      `the Location is not that of a ${resource.name}`,
      read.path,
      found,
    );
  url.hash = '';
  const right = await rightRequest(context, read, { ref });
  // Where only the Location shows the key, it is by itself that it is judged.
  const usual = isKeyHidden ? undefined : await context.send(right, { silent: true });
  const located = await context.send({ ...right, url: url.href }, { silent: true });
  const { accepted, mismatches } = located;
  // A key that cannot be one is rightly refused, and it is the server that gave it.
  if (!accepted && mismatches.length === 0)
    context.blame(clause.id, 'nothing can be read there', 200, located.response?.status);
  const known = new Set(usual?.mismatches.map(({ clause: id, message }) => `${id} ${message}`));
  const own = mismatches.filter((one) => !known.has(`${one.clause} ${one.message}`));
  for (const one of own)
    context.add([{ ...one, clause: clause.id, binding: clause.binding, symptom: one.clause }]);
  const doubt = usual?.doubt ?? located.doubt;
  if (own.length === 0 && doubt !== undefined) throw new NotRun('unsettled', doubt);
}
