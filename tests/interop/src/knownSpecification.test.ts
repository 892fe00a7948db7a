import { demonstration } from '@oidc-admin/conformance/testing';
import { contractOf, type Contract } from '@oidc-admin/contract';
import { knownSpecification } from '@oidc-admin/reference-servers/knownSpecification.ts';
import { expect, test } from 'vitest';

/** Each clause with what it demands. */
function demands({ clauses }: Contract): readonly string[] {
  return clauses.map(({ id, binding, outcome, value }) =>
    JSON.stringify({ id, binding, outcome, value }),
  );
}

test.each(['pvwa', 'wickr'] as const)(
  'the reference servers of %s are judged by every clause of today, but for new ones',
  async (api) => {
    const { contract } = await demonstration(api);
    const today = new Set(demands(contract));
    const gone = demands(contractOf(knownSpecification(api))).filter((one) => !today.has(one));
    // Teach the servers what is other, then renew the copy as CONTRIBUTING.md says.
    expect(gone).toEqual([]);
  },
);
