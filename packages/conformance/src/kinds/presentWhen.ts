import type { CheckContext } from '../checks/checkContext.ts';
import type { OperationClause, Variant } from '../checks/kindChecks.ts';
import { NotRun } from '../checks/notRun.ts';
import { exchangedParameters, queryOf } from '../checks/queries.ts';
import { rightRequest } from '../checks/requests.ts';
import type { SentRequest } from '../checks/sent.ts';

/**
 * Properties of a response that are there if and only if something was sent: all of it, and each part alone. What is sent is
 * invented, such as a code that is exchanged for tokens: a server that looks at it may refuse the request.
 */
export const presentWhen = {
  shows: 'success',
  shownBy: 'success',
  variants: ({ operation, ...about }: OperationClause): readonly Variant[] => {
    const parts = exchangedParameters(operation);
    const wanted = new Set(sentWith(about.clause.value));
    if (![...wanted].some((name) => parts.includes(name))) return [];
    const exchange = async (
      context: CheckContext,
      names: ReadonlySet<string>,
    ): Promise<SentRequest> => {
      const right = await rightRequest(context, operation);
      const query = queryOf(
        context,
        operation,
        ({ name }) => names.has(name) || !parts.includes(name),
      );
      const sent = await context.send({ ...right, query }, { silent: true });
      const status = sent.response?.status ?? 0;
      if (status < 400 || status > 499) context.add(sent.mismatches);
      return sent;
    };
    return [
      {
        sideBySide: !operation.changes,
        run: async (context) => {
          if (!(await exchange(context, wanted)).accepted)
            throw new NotRun('preparation', 'the target refused what was invented to be exchanged');
        },
      },
      ...[...wanted].map((name) => ({
        name: `${name}Alone`,
        sideBySide: !operation.changes,
        run: async (context: CheckContext) => {
          await exchange(context, new Set([name]));
        },
      })),
    ];
  },
} as const;

/** The parameters of a condition: `query.code` is the parameter `code`. */
function sentWith(value: OperationClause['clause']['value']): readonly string[] {
  return Array.isArray(value) ? value.map((name) => String(name).replace(/^query\./, '')) : [];
}
