import type { Contract } from '@oidc-admin/contract';
import { checksOf } from '../checks/checksOf.ts';
import type { RunEvent, StartedEvent } from '../runner/runEvent.ts';
import type { ExpectedFailure } from '../runner/runParameters.ts';
import type { CheckReport, Report, TargetReport, IncompleteReason } from './report.ts';
import { targetReport } from './targetReport.ts';
import { wholeReport } from './wholeReport.ts';

/** What the report of a run needs beside its events. */
export interface ReportOptions {
  /** The contract of an API, by its name. Throws where that is not known. */
  readonly contractOf: (api: string) => Contract;
  /** Failures that the baseline expects. */
  readonly expected?: readonly ExpectedFailure[];
  /** The records are said to be those of all shards: one that is not there makes the report incomplete. */
  readonly merged?: boolean;
}

/** The events of one target, each with whether its record ends. */
type Group = readonly RunEvent[];

function startsOf(events: Group): readonly StartedEvent[] {
  return events.filter((event): event is StartedEvent => event.event === 'started');
}

/** Parts of a run of which there is no record. */
function missingShards(starts: readonly StartedEvent[], merged: boolean): IncompleteReason[] {
  const shards = starts.flatMap(({ shard }) => shard ?? []);
  const count = Math.max(0, ...shards.map((shard) => shard.count));
  const indices = new Set(shards.map(({ index }) => index));
  return Array.from({ length: count }, (_, index) => index + 1)
    .filter((index) => (merged || starts.length > 1) && !indices.has(index))
    .map((index) => ({ code: 'missingShard', text: `shard ${index}/${count} is missing` }));
}

/** What was checked at one level, strictly or with one seed says nothing of another one, and nothing of another API. */
function mixed(starts: readonly StartedEvent[]): IncompleteReason[] {
  const runs = new Set(
    starts.map(
      ({ parameters: { api, level, strict, seed } }) =>
        `${api} at ${level}${strict ? ', strict' : ''}, seed ${seed}`,
    ),
  );
  if (runs.size < 2) return [];
  const text = `the records are of different runs: ${[...runs].join('; ')}`;
  return [{ code: 'mixedRecords', text }];
}

function reasonsOf(
  events: Group,
  starts: readonly StartedEvent[],
  merged: boolean,
): IncompleteReason[] {
  const finished = events.filter(({ event }) => event === 'finished').length;
  const cutText =
    starts.length === 0
      ? 'the record ends before this target was begun'
      : 'the record ends before the run did';
  const cut: IncompleteReason[] =
    finished < Math.max(starts.length, 1) ? [{ code: 'cutRecord', text: cutText }] : [];
  const said = events.flatMap((event): readonly IncompleteReason[] => {
    if (event.event === 'refused' || event.event === 'incomplete') return [event.reason];
    if (event.event !== 'putBack') return [];
    return event.lost.map((text) => ({ code: 'notPutBack', text }));
  });
  return [...cut, ...said, ...missingShards(starts, merged), ...mixed(starts)];
}

function ofTarget(
  events: Group,
  { contractOf, expected = [], merged = false }: ReportOptions,
): TargetReport[] {
  const starts = startsOf(events);
  const first = starts[0] ?? events.find((event) => event.event === 'planned');
  if (first === undefined) return [];
  const { parameters } = first;
  const contract = contractOf(parameters.api);
  const checks = events.flatMap((event) => (event.event === 'check' ? [event.check] : []));
  return [
    targetReport({
      contract,
      target: parameters.target,
      ...(parameters.specificationHash !== undefined && {
        specificationHash: parameters.specificationHash,
      }),
      level: parameters.level,
      strict: parameters.strict,
      planned: checksOf(contract),
      // If a check is in two records, the last one counts.
      results: [
        ...new Map(checks.map((check): [string, CheckReport] => [check.id, check])).values(),
      ],
      reasons: reasonsOf(events, starts, merged),
      leftOut: starts.flatMap(({ leftOut }) => leftOut),
      expected: [...expected, ...(parameters.expected ?? [])],
      ...(parameters.existing !== undefined && { existing: parameters.existing }),
      ...(parameters.software !== undefined && { software: parameters.software }),
      unsupported: parameters.unsupported ?? [],
      waited: events.reduce(
        (sum, event) => sum + (event.event === 'waited' ? event.milliseconds : 0),
        0,
      ),
      answered: events.flatMap((event) => (event.event === 'supported' ? [event.operation] : [])),
    }),
  ];
}

/** What is said of a run of which nothing is known. */
const noRun = { seed: 0, tool: { version: '', node: '', timeZone: '' } } as const;

function lengthOf(events: readonly RunEvent[]): number {
  const times = events.map(({ at }) => Date.parse(at));
  return times.length === 0 ? 0 : Math.max(...times) - Math.min(...times);
}

/** What is expected of single targets. */
function ownExpectations(groups: ReadonlyMap<string, Group>): ExpectedFailure[] {
  return [...groups].flatMap(([target, events]) =>
    (startsOf(events)[0]?.parameters.expected ?? []).map((entry) => ({ ...entry, target })),
  );
}

/** Makes the report of a run from its events, or from those of several parts of it: one list for each record. */
export function reportOf(
  records: readonly (readonly RunEvent[])[],
  options: ReportOptions,
): Report {
  const events = records.flat();
  const groups = Map.groupBy(events, ({ target }) => target);
  const times = events.map(({ at }) => at).toSorted();
  const first = events.find(({ event }) => event === 'started' || event === 'planned');
  const { tool = noRun.tool, seed } = (first as StartedEvent | undefined)?.parameters ?? noRun;
  return wholeReport(
    [...groups.values()].flatMap((group) => ofTarget(group, options)),
    {
      started: times[0] ?? '',
      ended: times.at(-1) ?? '',
      tool,
      milliseconds: records.reduce((sum, record) => sum + lengthOf(record), 0),
      seed,
      expected: [...(options.expected ?? []), ...ownExpectations(groups)],
    },
  );
}
