import type { Contract } from '@oidc-admin/contract';
import type { Fault } from '@oidc-admin/mock';
import { mutants } from './kinds/index.ts';

/** One broken server for each clause of a contract, called `break:` and the clause's id. */
export function mutantsOf(contract: Contract): readonly Fault[] {
  return contract.clauses.map((clause): Fault => ({
    name: `break:${clause.id}`,
    description: `Breaks this: ${clause.text}`,
    breaks: [clause.id],
    ...(clause.operation === undefined ? {} : { operation: clause.operation }),
    ...mutants[clause.kind](clause, contract),
  }));
}
