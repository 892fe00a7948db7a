import type { Book } from '../checks/book.ts';
import type { Check } from '../checks/check.ts';
import { NotRun } from '../checks/check.ts';
import type { Clause, Resource } from '../checks/contractTypes.ts';
import type { CheckContext } from '../checks/checkContext.ts';
import { aloneSequences } from './aloneSequences.ts';
import { keptSequences } from './keptSequences.ts';
import { lifeSequences } from './lifeSequences.ts';
import { Steps } from './steps.ts';

/** One sequence of requests: the rules that it verifies, and how. It is listed where its first rule was promised. */
export interface Sequence {
  readonly rules: readonly Clause['kind'][];
  readonly variant?: string;
  readonly parents?: number;
  /** Left out where the resource cannot do what it needs. */
  readonly possible?: boolean;
  readonly run: (steps: Steps) => Promise<void>;
}

/** What holds between the requests to one resource. */
export function sequenceChecks(book: Book): readonly Check[] {
  return book.contract.resources.flatMap((resource) => [
    ...absentCheck(book, resource),
    ...[...keptSequences(), ...lifeSequences(resource), ...aloneSequences(book, resource)].flatMap(
      (sequence) => sequenceCheck(book, resource, sequence),
    ),
  ]);
}

function sequenceCheck(
  book: Book,
  resource: Resource,
  { rules, variant, parents, possible, run }: Sequence,
): readonly Check[] {
  const [first] = rules;
  const id = first === undefined ? undefined : book.rule(resource, first);
  if (id === undefined || possible === false) return [];
  const writer = book.contract.operations.find(
    (one) => one.id === (resource.operations.create ?? resource.operations.save),
  );
  return [
    {
      id: variant === undefined ? id : `${id}/${variant}`,
      clauses: book
        .owned(resource.name)
        .filter(({ kind }) => rules.includes(kind))
        .map((clause) => clause.id),
      resource: resource.name,
      needs: 'allowWrites',
      principals: writer === undefined ? [] : book.callers(writer),
      ...(parents === undefined ? {} : { parents }),
      run: (context) => run(new Steps(context, resource, id)),
    },
  ];
}

/** What a read answers before the first save; it was asked before anything else. */
function absentCheck(book: Book, resource: Resource): readonly Check[] {
  const id = book.rule(resource, 'absent');
  const read = book.contract.operations.find((one) => one.id === resource.operations.read);
  if (id === undefined || read === undefined) return [];
  return [
    {
      id,
      clauses: [id],
      resource: resource.name,
      needs: 'default',
      principals: book.callers(read),
      run: async (context: CheckContext) => {
        const reads = [...context.run.firstReads.values()].filter(
          ({ sent }) => sent.request.operation === read,
        );
        const before = reads.filter(({ found }) => !found);
        for (const { sent, exchange } of before) {
          if (exchange !== undefined) context.exchanges.push(exchange);
          // They were found by another check: here the exchange stands in another place.
          const at = context.exchanges.length - 1;
          context.add(sent.mismatches.map((one) => ({ ...one, exchange: at })));
        }
        if (before.length === 0)
          throw new NotRun('preparation', `the target had a ${resource.name} already`);
      },
    },
  ];
}
