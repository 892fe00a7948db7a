import type { Operation } from '@oidc-admin/contract';
import { callersOf, clausesOf, operationsOn } from '../checks/contractViews.ts';
import type {
  OperationChecks,
  WrongRequest,
  ResourceClause,
  ResponseChecks,
} from '../checks/kindChecks.ts';
import { readBack } from '../checks/readBack.ts';
import { kinds } from '../kinds/index.ts';
import { sequences, writesOf } from './steps.ts';

const kindOf: Readonly<Record<string, OperationChecks | ResponseChecks>> = kinds;

/**
 * One refused request of each kind to each operation that changes something, which asks for other values in every property:
 * afterwards everything is as it was.
 */
export const refusedUnchanged = sequences((about) =>
  [...writesOf(about), ...operationsOn(about.contract, about.resource, ['delete'])].flatMap(
    (operation) =>
      refusalsOf(about, operation).map(({ kind, refusal }) => ({
        principals: refusal.principals ?? callersOf(operation),
        ...(refusal.needs === 'disposable' ? { needs: refusal.needs } : {}),
        name: `${operation.id}.${kind}`,
        run: async (steps) => {
          const wrong = await refusal.request(steps.context);
          if (operation.action.does !== 'create') {
            await steps.unchangedBy(await steps.current(), () => steps.context.send(wrong));
            return;
          }
          const sent = await steps.context.send(wrong);
          await readBack(steps.context, sent, steps.asOwn);
          await steps.list(steps.asOwn);
        },
      })),
  ),
);

/** The first refused request of each kind of rule. */
function refusalsOf(
  { contract }: ResourceClause,
  operation: Operation,
): readonly { readonly kind: string; readonly refusal: WrongRequest }[] {
  const byKind = Map.groupBy(clausesOf(contract, operation.id), ({ kind }) => kind);
  return [...byKind].flatMap(([kind, [clause]]) => {
    const entry = kindOf[kind];
    if (entry === undefined || clause === undefined || !('refusals' in entry)) return [];
    const [refusal] = entry.refusals?.({ contract, clause, operation }) ?? [];
    return refusal === undefined ? [] : [{ kind, refusal }];
  });
}
