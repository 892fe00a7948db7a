import { isDeepStrictEqual } from 'node:util';
import type { Operation, Resource } from '@oidc-admin/contract';
import type { CheckContext } from '../checks/checkContext.ts';
import { operationsOn, resourceOn } from '../checks/contractViews.ts';
import type { OperationChecks, OperationClause, Variant } from '../checks/kindChecks.ts';
import { NotRun } from '../checks/notRun.ts';
import type { ResourceRef } from '../checks/resourceRef.ts';
import type { SentRequest } from '../checks/sent.ts';
import { Steps } from '../sequences/steps.ts';

/** Of a read: its tag before and after a change by each operation. Of a write: its tag, and that of the read behind it. */
export const entityTag: OperationChecks = {
  variants: (about) => {
    const { contract, operation } = about;
    const resource = resourceOn(contract, operation);
    if (resource === undefined) return [];
    if (operation.action.does !== 'read') return [written(about, resource)];
    const changes = operationsOn(contract, resource, ['replace', 'merge', 'save']);
    return [
      {
        run: async (context) => {
          const steps = new Steps(context, resource, about.clause.id);
          tagIn(await steps.read(await steps.current()));
        },
      },
      ...changes.map((change) => changed(about, resource, change)),
    ];
  },
};

function changed({ clause }: OperationClause, resource: Resource, change: Operation): Variant {
  return {
    name: change.id,
    needs: 'allowWrites',
    run: async (context) => {
      const steps = new Steps(context, resource, clause.id);
      const ref: ResourceRef = await steps.current();
      const before = await steps.read(ref);
      await steps.write(change, { properties: 'full' }, { ref });
      const after = await steps.read(ref);
      const [one, other] = [tagIn(before), tagIn(after)];
      if (isDeepStrictEqual(before.response?.json, after.response?.json))
        throw new NotRun('preparation', 'the change is not shown');
      if (one === other) blame(context, clause, 'what has changed has the same ETag', one);
    },
  };
}

function written({ clause, operation }: OperationClause, resource: Resource): Variant {
  return {
    run: async (context) => {
      const steps = new Steps(context, resource, clause.id);
      const { ref, sent } = await steps.write(operation, { properties: 'full' });
      const shown = tagIn(await steps.read(ref));
      const answered = sent.response?.status === clause.status ? tagIn(sent) : undefined;
      if (answered === undefined) throw new NotRun('preparation', `no ${clause.status} came`);
      if (answered !== shown)
        blame(context, clause, 'a read shows another ETag than the write', answered);
    },
  };
}

/** Throws where a response has none: that it has to be there is another clause. */
function tagIn({ response }: SentRequest): string {
  const tag = response?.headers['etag'];
  if (tag === undefined) throw new NotRun('preparation', 'a response has no ETag');
  return tag;
}

/** Whether a weak tag has to change, only the server knows (RFC 9110, 8.8.1). */
function blame(
  context: CheckContext,
  { id, binding }: OperationClause['clause'],
  message: string,
  actual: string,
): void {
  const isWeak = actual.startsWith('W/');
  context.add([
    { clause: id, binding: isWeak ? 'SHOULD' : binding, message, expected: undefined, actual },
  ]);
}
