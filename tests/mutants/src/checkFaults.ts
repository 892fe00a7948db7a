import type { Api } from '@oidc-admin/conformance/checks/testing/checkAll.ts';
import { apis } from '@oidc-admin/conformance/generated/apis.ts';
import { openTarget } from '@oidc-admin/conformance/runner/openTarget.ts';
import type { RunOptions } from '@oidc-admin/conformance/runner/options.ts';
import { plannedChecks } from '@oidc-admin/conformance/runner/plannedChecks.ts';
import { readArguments } from '@oidc-admin/conformance/runner/readArguments.ts';
import { runChecks } from '@oidc-admin/conformance/runner/runChecks.ts';

type Mock = ReturnType<Awaited<ReturnType<(typeof apis)[Api]['createMock']>>>;
export type FaultInfo = ReturnType<Mock['faults']['list']>[number];

/** What the checks made of one fault. */
export interface Finding {
  readonly fault: string;
  readonly api: Api;
  readonly class: string;
  readonly description: string;
  /** Clauses that failed: what names the fault. */
  readonly clauses: readonly string[];
  /** Clauses that only warned: SHOULDs. */
  readonly warnings: readonly string[];
  /** Checks that failed or warned. */
  readonly checks: readonly string[];
  /** Without those of checks that repeat or wait on purpose. */
  readonly requests: number;
  readonly milliseconds: number;
}

/** The faults of an API's mock. */
export const faultsOf = async (api: Api): Promise<readonly FaultInfo[]> =>
  (await apis[api].createMock())({ faults: await apis[api].faults() }).faults.list();

const optionsFor = (api: Api, fault: string): RunOptions => {
  const args = [api, '--fault', fault, '--seed', '1', '--timeout', '0.5'];
  const command = readArguments(args, Object.keys(apis));
  if (command.does !== 'run') throw new Error(`${args.join(' ')} is no run`);
  return command.options;
};

/** Does all checks of an API against its mock with one fault, as the command does. */
export const checkFault = async (api: Api, fault: FaultInfo): Promise<Finding> => {
  await using target = await openTarget({ api }, api, optionsFor(api, fault.name));
  const began = performance.now();
  const { collected } = await runChecks({ runs: [target.parameters], owners: [] });
  const milliseconds = Math.round(performance.now() - began);
  const results = collected.flatMap((one) => one.results);
  const waits = new Set(
    plannedChecks(target.contract)
      .filter((check) => check.waits === true)
      .map(({ id }) => id),
  );
  const clausesOf = (binding: 'MUST' | 'SHOULD'): string[] => [
    ...new Set(
      results
        .flatMap(({ mismatches }) => mismatches)
        .filter((mismatch) => mismatch.binding === binding)
        .map(({ clause }) => clause),
    ),
  ];
  return {
    fault: fault.name,
    api,
    class: fault.kind,
    description: fault.description,
    clauses: clausesOf('MUST'),
    warnings: clausesOf('SHOULD'),
    checks: results
      .filter(({ status }) => status === 'failed' || status === 'warned')
      .map(({ id }) => id),
    requests: results
      .filter(({ id }) => !waits.has(id))
      .reduce((sum, { exchanges }) => sum + exchanges.length, 0),
    milliseconds,
  };
};
