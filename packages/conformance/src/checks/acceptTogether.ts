import type { CheckRequest } from './checkRequest.ts';
import type { Sent, CheckContext } from './checkContext.ts';

/**
 * Sends a request that is right in several ways at once. Where it is refused, each way is sent by itself, so that the one
 * that is not accepted is named; where none of them is refused by itself, all are.
 */
export async function acceptTogether(
  context: CheckContext,
  clauses: readonly string[],
  build: (clauses: readonly string[]) => Promise<CheckRequest>,
): Promise<Sent> {
  const sent = await context.send(await build(clauses), { blame: clauses, silent: true });
  if (sent.matched !== undefined || clauses.length < 2) {
    context.add(sent.mismatches);
    return sent;
  }
  const before = context.mismatches.length;
  for (const clause of clauses) await context.send(await build([clause]), { blame: [clause] });
  if (context.mismatches.length === before) context.add(sent.mismatches);
  return sent;
}
