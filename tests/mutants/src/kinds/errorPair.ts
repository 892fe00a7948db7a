import type { Clause, Contract } from '@oidc-admin/contract';
import { inErrors, type FaultHooks } from '@oidc-admin/mock/faults';

/** Errors bear the name of another error than their status says. */
export function errorPair(_: Clause, { errors, operations }: Contract): FaultHooks {
  const header = errors.header?.toLowerCase();
  const documented = operations.flatMap(({ responses }) => responses);
  return inErrors((decision) => {
    const other = documented.find(({ error, status }) => error && status !== decision.status);
    return {
      ...decision,
      headers: decision.headers.map(([name, value]) =>
        name.toLowerCase() === header ? [name, other?.error?.name ?? value] : [name, value],
      ),
    };
  });
}
