import { randomInt } from 'node:crypto';
import { type Contract, strictContract } from '@oidc-admin/contract';
import type { CheckResult } from '../reports/checkResult.ts';
import type { CheckReport } from '../reports/report.ts';
import { reproduceLine } from '../reports/reproduce/reproduceLine.ts';
import { newRunId } from './runId.ts';
import type { Environment, RunParameters } from './runParameters.ts';
import { targetUrl, type RunAccess, type RunOptions, type RunTarget } from './runTarget.ts';
import { selectChecks, type SelectedChecks } from './selectChecks.ts';

/** A run whose options are right, and of which nothing was sent yet. */
export interface PreparedRun extends SelectedChecks {
  readonly parameters: RunParameters;
  readonly contract: Contract;
  readonly access: RunAccess;
  readonly environment: Environment;
  readonly options: RunOptions;
  /** Adds the lines that show a finding again. */
  readonly report: (result: CheckResult) => CheckReport;
}

const defaultIssuer = 'https://idp.example.com';
const defaultTimeoutMs = 10_000;

function secondsIn(text: string | undefined): number | undefined {
  const seconds = Number(text ?? Number.NaN);
  return Number.isFinite(seconds) && seconds > 0 ? seconds : undefined;
}

/** Reads what a run at a target is to do. Throws `WrongOption`; sends nothing. */
export function prepareRun(target: RunTarget, options: RunOptions): PreparedRun {
  const { access, environment, embedded } = target;
  const strict = options.strict ?? false;
  const contract = strict ? strictContract(target.contract) : target.contract;
  const { api } = contract;
  const { requestsPerSecond, maxRequests } = options;
  const timeout = secondsIn(environment[`${api.toUpperCase()}_SESSION_TIMEOUT_SECONDS`]);
  const parameters: RunParameters = {
    api,
    target: {
      name: target.name ?? api,
      url: targetUrl(target.url, contract.basePath),
      embedded: embedded !== undefined,
    },
    level: options.level ?? 'default',
    strict,
    seed: options.seed ?? randomInt(2 ** 31),
    timeoutMs: options.timeoutMs ?? defaultTimeoutMs,
    ...(requestsPerSecond !== undefined && { requestsPerSecond }),
    ...(maxRequests !== undefined && { maxRequests }),
    runId: newRunId(),
    issuer: environment['CONFORMANCE_ISSUER'] ?? defaultIssuer,
    ...(timeout !== undefined && { sessionTimeoutSeconds: timeout }),
  };
  const { principals } = access.principals(environment);
  const reproduce = reproduceLine(
    { contract, access, principals, parameters },
    { faults: embedded?.faults ?? [], noOriginalSecret: options.noOriginalSecret === true },
  );
  return {
    parameters,
    contract,
    access,
    environment,
    options,
    ...selectChecks(contract, options),
    report: (result) =>
      ['failed', 'flaky', 'warned'].includes(result.status)
        ? { ...result, ...reproduce(result) }
        : result,
  };
}
