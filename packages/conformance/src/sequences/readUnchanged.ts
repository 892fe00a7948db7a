import { makesKeys, type Operation, type Property } from '@oidc-admin/contract';
import { sentProperties } from '../checks/bodies.ts';
import { callersOf, isSigningIn } from '../checks/contractViews.ts';
import { exchangedParameters, exchangedQuery, wholeQuery } from '../checks/queries.ts';
import { rightRequest } from '../checks/requests.ts';
import type { ResourceRef } from '../checks/resourceRef.ts';
import { ownAndFewOthers } from './fewOthers.ts';
import { type Sequence, sequences, type Steps } from './steps.ts';

/** Each operation that changes nothing leaves what was saved as it was. */
export const readUnchanged = sequences((about) =>
  ownAndFewOthers(
    about.contract.operations.filter((operation) => !operation.changes && !isSigningIn(operation)),
    about,
  ).flatMap((operation) => [
    sequence(operation),
    ...(exchangedParameters(operation).length === 0 ? [] : [sequence(operation, 'exchanges')]),
    ...(reachableIn(operation).length === 0 ? [] : [sequence(operation, 'respelled')]),
  ]),
);

/**
 * A request with everything in its query; one in which that asks for something to be exchanged; and one with another
 * spelling of a URL that must be reachable, since there is but one such URL and a server that keeps it must be seen. The
 * last two may be refused.
 */
function sequence(operation: Operation, way?: 'exchanges' | 'respelled'): Sequence {
  return {
    name: [operation.id, ...(way === undefined ? [] : [way])].join('.'),
    principals: callersOf(operation),
    run: async (steps) => {
      const { context } = steps;
      const ref = await unread(steps);
      const given =
        way === 'respelled'
          ? Object.fromEntries(
              reachableIn(operation).map(({ name }) => [
                name,
                respelled(context.run.source.issuer),
              ]),
            )
          : {};
      const { action } = operation;
      const isOfIt = action.does === 'read' && action.resource === steps.resource.name;
      const right = await rightRequest(context, operation, {
        properties: 'full',
        given,
        ...(isOfIt && { ref }),
      });
      const query = (way === 'exchanges' ? exchangedQuery : wholeQuery)(context, operation);
      await steps.unchangedBy(ref, async () => {
        // A read came before it, which may have changed what this one shows.
        const options = { blame: [steps.clause], ...(makesKeys(steps.resource) && steps.asOwn) };
        if (way === undefined) return context.send({ ...right, query }, options);
        const sent = await context.send({ ...right, query }, { silent: true });
        // It may be refused, and nothing else.
        const status = sent.response?.status ?? 0;
        if (status < 400 || status > 499) context.add(sent.mismatches);
        return sent;
      });
      // What counts how often it was asked shows something else only later.
      if (way === undefined && isOfIt)
        for (let again = 0; again < moreReads; again += 1) await steps.read(ref, steps.asOwn);
    },
  };
}

/** So often the same is read once more. */
const moreReads = 3;

/** Something that nobody has read yet, where anything can be made: what a first read changes, the second one shows. */
function unread({ context, resource }: Steps): Promise<ResourceRef> {
  const { pool } = context.run;
  const { create, save } = resource.operations;
  if ((create ?? save) === undefined) return pool.current(context, resource);
  return pool.make(context, resource, pool.parentOf(resource));
}

function reachableIn(operation: Operation): readonly Property[] {
  return sentProperties(operation).filter(({ reachable }) => reachable === true);
}

/** The same URL with a letter of its host in capitals, or with a slash where it has no letter. */
function respelled(url: string): string {
  const changed = url.replace(
    /^\w+:\/\/[^/a-z]*[a-z]/,
    (start) => start.slice(0, -1) + start.slice(-1).toUpperCase(),
  );
  return changed === url ? `${url}/` : changed;
}
