import { writeFile } from 'node:fs/promises';
import { UsageError } from '@oidc-admin/client/terminal';
import type { ExpectedFailure, Report, TargetReport } from '@oidc-admin/conformance';
import { stringify } from 'yaml';
import type { WantedTarget } from './conformanceCommand.ts';

/** With these a server says that it does not have an operation. */
const absent: ReadonlySet<number | undefined> = new Set([404, 405, 501]);

/** Operations of which every right request was answered as if they were not there. */
function missingIn({ checks }: TargetReport): readonly string[] {
  const right = checks.flatMap(({ exchanges }) => exchanges.filter((one) => one.right === true));
  return [...Map.groupBy(right, ({ operation }) => operation)]
    .filter(([, exchanges]) => exchanges.every(({ response }) => absent.has(response?.status)))
    .map(([operation]) => operation);
}

const levels = {
  default: 'default',
  allowWrites: 'allow-writes',
  disposable: 'disposable',
} as const;

function contentOf(target: TargetReport, { url, settings = {} }: WantedTarget) {
  const known = target.unsupported.filter(({ answers }) => !answers);
  const missing = missingIn(target).filter((id) =>
    known.every(({ operation }) => operation !== id),
  );
  const failed = target.clauses.filter(
    ({ status, operation = '' }) => status === 'failed' && !missing.includes(operation),
  );
  const { variables, leaveChanged, noOriginalSecret, name } = settings;
  return {
    api: target.api,
    ...(url !== undefined && { url: target.url }),
    ...(name !== undefined && { name }),
    level: levels[target.level],
    strict: target.strict,
    unsupported: [
      ...known.map(({ operation, reason }) => ({ operation, reason })),
      ...missing.map((operation) => ({ operation, reason: '' })),
    ],
    expected: failed.map(({ id, expectedFailure = '' }) => ({
      clause: id,
      reason: expectedFailure,
    })),
    ...(target.existing !== undefined && { existing: target.existing }),
    ...(variables !== undefined && { variables }),
    ...(leaveChanged !== undefined && { leaveChanged }),
    ...(noOriginalSecret === true && { originalSecret: false }),
  };
}

const heading =
  '# What a run of the conformance checks found. Fill in each reason: an entry without one is refused.\n';

/** Throws a `UsageError` unless there is one target: a file speaks of one. */
export function checkBaselineTargets(path: string, targets: readonly WantedTarget[]): void {
  if (targets.length !== 1)
    throw new UsageError(
      `--write-baseline ${path}: it is about one target, and there are ${targets.length}; name one`,
    );
}

/** Makes the report of a run again, with failures that are expected besides those that are already. */
export type ReportWith = (more: readonly ExpectedFailure[]) => Report;

/** The report with everything expected that failed: what another failure explains is one of its own once that is expected. */
function knownTarget(reportWith: ReportWith): TargetReport | undefined {
  const more: ExpectedFailure[] = [];
  for (;;) {
    const [target] = reportWith(more).targets;
    const news = (target?.clauses ?? []).filter(
      ({ status, expectedFailure }) => status === 'failed' && expectedFailure === undefined,
    );
    if (news.length === 0) return target;
    more.push(...news.map(({ id }) => ({ clause: id, reason: '' })));
  }
}

/** Writes a target file from what a run found: failures and operations that seem to be missing, their reasons to be filled in. */
export async function writeBaseline(
  path: string,
  reportWith: ReportWith,
  wanted: WantedTarget,
): Promise<void> {
  const target = knownTarget(reportWith);
  if (target === undefined) return;
  try {
    await writeFile(path, heading + stringify(contentOf(target, wanted)));
  } catch (error) {
    throw new UsageError(`--write-baseline ${path}: ${(error as Error).message}`, { cause: error });
  }
}
