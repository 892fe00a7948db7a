import type { JsonValue, Operation } from '@oidc-admin/contract';
import { callersOf, clausesOf, operationsOn } from '../checks/contractViews.ts';
import type {
  OperationChecks,
  WrongRequest,
  ResourceClause,
  ResponseChecks,
} from '../checks/kindChecks.ts';
import { readBack } from '../checks/readBack.ts';
import type { SentRequest } from '../checks/sent.ts';
import { kinds } from '../kinds/index.ts';
import { withOtherUrls } from './otherUrls.ts';
import { sequences, writesOf } from './steps.ts';

const kindOf: Readonly<Record<string, OperationChecks | ResponseChecks>> = kinds;

/**
 * Refused requests of each kind to each operation that changes something, which ask for other values in every property:
 * afterwards everything is as it was. Of the rules about single properties there is one for each of them: code that goes
 * through them one by one has saved some when it comes to the wrong one.
 */
export const refusedUnchanged = sequences((about) =>
  [...writesOf(about), ...operationsOn(about.contract, about.resource, ['delete'])].flatMap(
    (operation) =>
      refusalsOf(about, operation).map(({ kind, first, others }) => ({
        principals: first.principals ?? callersOf(operation),
        ...(first.needs === 'disposable' ? { needs: first.needs } : {}),
        name: `${operation.id}.${kind}`,
        run: async (steps) => {
          const refuse = async (
            { request }: WrongRequest,
            saved?: JsonValue,
          ): Promise<SentRequest> =>
            steps.context.send(withOtherUrls(await request(steps.context), saved));
          const each = [first, ...others];
          if (operation.action.does !== 'create') {
            const ref = await steps.current();
            const saved = steps.context.run.pool.saved(ref);
            await steps.unchangedBy(ref, async () => {
              for (const one of each) await refuse(one, saved);
            });
            return;
          }
          // What was made of any of them is in the list.
          const isListed = steps.resource.operations.list !== undefined;
          for (const one of each) {
            const sent = await refuse(one);
            if (one === first || !isListed) await readBack(steps.context, sent, steps.asOwn);
          }
          await steps.list(steps.asOwn);
        },
      })),
  ),
);

interface Refusals {
  readonly kind: string;
  readonly first: WrongRequest;
  /** Those about further properties of the body that can be sent wherever the first can. */
  readonly others: readonly WrongRequest[];
}

/** A refused request for each rule about the body, and one of each other kind. */
function refusalsOf({ contract }: ResourceClause, operation: Operation): readonly Refusals[] {
  const byKind = Map.groupBy(clausesOf(contract, operation.id), ({ kind }) => kind);
  return [...byKind].flatMap(([kind, clauses]): readonly Refusals[] => {
    const entry = kindOf[kind];
    if (entry === undefined || !('refusals' in entry)) return [];
    const found = clauses.flatMap((clause) => {
      const [refusal] = entry.refusals?.({ contract, clause, operation }) ?? [];
      const isOfBody = operation.body?.properties.some(({ name }) => name === clause.element);
      return refusal === undefined
        ? []
        : [{ refusal, isOfBody: isOfBody === true && clause.in === undefined }];
    });
    const [first, ...others] = found;
    if (first === undefined) return [];
    const alike = others.filter(
      ({ isOfBody, refusal }) =>
        isOfBody &&
        refusal.answeredAs === undefined &&
        refusal.needs === first.refusal.needs &&
        refusal.principals === first.refusal.principals,
    );
    return [{ kind, first: first.refusal, others: alike.map(({ refusal }) => refusal) }];
  });
}
