import type { Intent } from './intent.ts';
import type { Sent, Trial } from './trial.ts';

/**
 * Sends a request that is right in several ways at once. Where it is refused, each way is sent by itself, so that the one
 * that is not accepted is named; where none of them is refused by itself, all are.
 */
export async function acceptTogether(
  trial: Trial,
  clauses: readonly string[],
  build: (clauses: readonly string[]) => Promise<Intent>,
): Promise<Sent> {
  const sent = await trial.send(await build(clauses), { blame: clauses, silent: true });
  if (sent.matched !== undefined || clauses.length < 2) {
    trial.add(sent.differences);
    return sent;
  }
  const before = trial.differences.length;
  for (const clause of clauses) await trial.send(await build([clause]), { blame: [clause] });
  if (trial.differences.length === before) trial.add(sent.differences);
  return sent;
}
