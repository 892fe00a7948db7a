import { randomInt } from 'node:crypto';
import { type Contract, strictContract, variableName } from '@oidc-admin/contract';
import type { CheckResult } from '../reports/checkResult.ts';
import type { CheckReport } from '../reports/report.ts';
import { reproduceLine } from '../reports/reproduce/reproduceLine.ts';
import { type RunNetwork, runNetwork } from '../wire/runNetwork.ts';
import { checkSettings } from './checkSettings.ts';
import { newRunId } from './runId.ts';
import type { Environment, RunParameters } from './runParameters.ts';
import { targetUrl, type RunAccess, type RunOptions, type RunTarget } from './runTarget.ts';
import { runTool } from './runTool.ts';
import { checkOnly, selectChecks, type SelectedChecks } from './selectChecks.ts';
import { withoutOperations } from './withoutOperations.ts';
import { WrongOption } from './wrongOption.ts';

/** A run whose options are right, and of which nothing was sent yet. */
export interface PreparedRun extends SelectedChecks {
  readonly parameters: RunParameters;
  /** What the server has to keep to: without the operations that it does not have. */
  readonly contract: Contract;
  /** With all operations. */
  readonly whole: Contract;
  readonly access: RunAccess;
  readonly environment: Environment;
  readonly network: RunNetwork;
  readonly options: RunOptions;
  /** Adds the lines that show a finding again. */
  readonly report: (result: CheckResult) => CheckReport;
}

const defaultIssuer = 'https://idp.example.com';
const defaultTimeoutMs = 10_000;
/** An hour: timers of more than 24 days would end at once. */
const mostTimeoutMs = 3_600_000;

function secondsIn(text: string | undefined): number | undefined {
  const seconds = Number(text ?? Number.NaN);
  return Number.isFinite(seconds) && seconds > 0 ? seconds : undefined;
}

/** Reads what a run at a target is to do. Throws `WrongOption`; sends nothing. */
export function prepareRun(target: RunTarget, options: RunOptions): PreparedRun {
  const { access, environment, embedded } = target;
  const strict = options.strict ?? false;
  const whole = strict ? strictContract(target.contract) : target.contract;
  const { unsupported = [], expected = [] } = options;
  const existing = { ...target.existing, ...options.existing };
  if ((options.timeoutMs ?? 0) > mostTimeoutMs)
    throw new WrongOption(
      'timeoutMs',
      `${options.timeoutMs} is too long: at most ${mostTimeoutMs}`,
    );
  checkSettings(whole, options);
  checkOnly(options.only ?? [], [whole]);
  const contract = withoutOperations(
    whole,
    unsupported.map(({ operation }) => operation),
  );
  const { api } = contract;
  const { requestsPerSecond, maxRequests } = options;
  const timeout = secondsIn(environment[variableName(api, 'SESSION_TIMEOUT_SECONDS')]);
  const { specificationHash } = target;
  const parameters: RunParameters = {
    api,
    tool: runTool(options.command),
    ...(specificationHash !== undefined && { specificationHash }),
    target: {
      name: target.name ?? api,
      url: targetUrl(target.url, contract.basePath),
      embedded: embedded !== undefined,
      ...(embedded !== undefined && embedded.faults.length > 0 && { faults: embedded.faults }),
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
    ...(unsupported.length > 0 && { unsupported }),
    ...(expected.length > 0 && { expected }),
    ...(Object.keys(existing).length > 0 && { existing }),
    ...(options.software !== undefined && { software: options.software }),
  };
  const { principals } = access.principals(environment);
  const reproduce = reproduceLine(
    { contract, access, principals, parameters },
    {
      faults: embedded?.faults ?? [],
      noOriginalSecret: options.noOriginalSecret === true,
      ...(options.leaveChanged === true && { leaveChanged: true }),
      ...(options.variables !== undefined && { variables: options.variables }),
      ...(options.replayWords !== undefined && { words: options.replayWords }),
    },
  );
  return {
    parameters,
    contract,
    whole,
    access,
    environment,
    network: runNetwork(environment, target.ca),
    options,
    ...selectChecks(contract, options),
    report: (result) =>
      ['failed', 'flaky', 'warned'].includes(result.status)
        ? { ...result, ...reproduce(result) }
        : result,
  };
}
