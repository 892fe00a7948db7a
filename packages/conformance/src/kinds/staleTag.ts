import type { Resource } from '@oidc-admin/contract';
import type { CheckContext } from '../checks/checkContext.ts';
import { resourceOn } from '../checks/contractViews.ts';
import type { OperationChecks, OperationClause, Variant } from '../checks/kindChecks.ts';
import { NotRun } from '../checks/notRun.ts';
import { rightRequest } from '../checks/requests.ts';
import type { ResourceRef } from '../checks/resourceRef.ts';
import { readTag } from '../checks/tags.ts';
import { Steps } from '../sequences/steps.ts';

/** A change under the tag that was right before the last change, and under one that never was: nothing is changed. */
export const staleTag: OperationChecks = {
  shows: 'error',
  variants: (about) => {
    const resource = resourceOn(about.contract, about.operation);
    if (resource === undefined) return [];
    const { replace, save, merge } = resource.operations;
    return [
      ...((replace ?? save ?? merge) === undefined
        ? []
        : [variant(about, resource, 'earlier', afterChange)]),
      variant(about, resource, 'other', neverShown),
    ];
  },
};

type TagOf = (steps: Steps, about: OperationClause, ref: ResourceRef) => Promise<string>;

function variant(about: OperationClause, resource: Resource, name: string, tagOf: TagOf): Variant {
  const { clause, operation } = about;
  return {
    name,
    run: async (context: CheckContext) => {
      const steps = new Steps(context, resource, clause.id);
      const ref = await steps.current();
      const tag = await tagOf(steps, about, ref);
      const right = await rightRequest(context, operation, { ref, properties: 'full' });
      const headers = { ...right.headers, 'if-match': tag };
      await steps.unchangedBy(ref, () => context.send({ ...right, headers }));
    },
  };
}

/** The tag of something before it was changed. */
async function afterChange(
  steps: Steps,
  { operation }: OperationClause,
  ref: ResourceRef,
): Promise<string> {
  const before = await readTag(steps.context, operation, ref);
  await steps.replace(ref, { properties: 'full' });
  if ((await readTag(steps.context, operation, ref)) !== before) return before;
  throw new NotRun('otherFailure', 'what was changed has the same ETag as before');
}

async function neverShown(
  { context }: Steps,
  { operation }: OperationClause,
  ref: ResourceRef,
): Promise<string> {
  return unlikeTag(await readTag(context, operation, ref));
}

/**
 * A tag that differs in its last letter or digit from one that is shown, so that it looks like those of the server. The last one of
 * Base64 differs in its first bit: of the others, some say nothing.
 */
export function unlikeTag(tag: string): string {
  const high = /"[^"]*[a-z]/i.test(tag) ? 'a' : '';
  const other = tag.replace(/[0-9a-z](?=[^0-9a-z]*$)/i, (last) =>
    /[A-Za-f]/.test(last) ? '0' : high || (last === '0' ? '1' : '0'),
  );
  return other === tag ? '"0"' : other;
}
