import type { ApiName } from '@oidc-admin/conformance/testing';
import type { Clause, Contract } from '@oidc-admin/contract';
import type { Blame, BlameAttempt } from './blameServer.ts';

/**
 * So many pairs of clauses, of different operations or resources, each broken by a server of its own:
 * by a fixed rule, so that every run has the same. The clauses of an API in their order make a circle, and each partner is
 * further away by a number that has no divisor in common with the length.
 */
export function faultPairs(
  contracts: ReadonlyMap<ApiName, Contract>,
  count: number,
): readonly BlameAttempt[] {
  const pairs: BlameAttempt[] = [];
  const share = Math.ceil(count / contracts.size);
  for (const [api, { clauses }] of contracts) {
    const step = Math.max(1, Math.floor(clauses.length / share));
    for (let index = 0; index < share; index += 1) {
      const first = clauses[(index * step) % clauses.length];
      const second = clauses[(index * step + 37 * (index + 1)) % clauses.length];
      if (first === undefined || second === undefined || isNear(first, second)) continue;
      pairs.push({ api, faults: [first, second].map(({ id }) => `break:${id}`) });
    }
  }
  return pairs.slice(0, count);
}

function isNear(one: Clause, other: Clause): boolean {
  const owner = ({ operation, resource }: Clause): string => operation ?? resource ?? '';
  return owner(one) === owner(other);
}

/** Whether a finding names a clause: as the first of it, or as one that is broken in the same way. */
export function isNamed({ findings }: Pick<Blame, 'findings'>, id: string): boolean {
  return findings.some(({ clause, alike }) => clause === id || alike.includes(id));
}

/** The clauses that servers of one clause break and that no finding names. */
export function missedOf(blame: Pick<Blame, 'faults' | 'breaks' | 'findings'>): readonly string[] {
  if (!blame.faults.every((fault) => fault.startsWith('break:'))) return [];
  return blame.breaks.filter((id) => !isNamed(blame, id));
}
