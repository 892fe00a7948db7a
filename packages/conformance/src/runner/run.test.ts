import { describe, expect, test } from 'vitest';
import { readRecord, recordLine } from '../reports/record.ts';
import { reportOf } from '../reports/reportOf.ts';
import { demonstration } from '../testing/checkAll.ts';
import { apis } from '../testing/generated/apis.ts';
import { run } from './run.ts';
import type { RunEvent } from './runEvent.ts';
import type { RunOptions } from './runTarget.ts';
import { isInShard } from './selectChecks.ts';

/** Runs at a mock of its own; `watch` sees each event, and may stop reading by answering true. */
async function eventsOf(
  options: RunOptions,
  watch: (event: RunEvent) => boolean | undefined = () => undefined,
  api: keyof typeof apis = 'wickr',
) {
  const mock = (await apis[api].createMock())();
  await using running = await mock.start();
  const { contract } = mock;
  const access = await apis[api].access();
  const target = { url: running.url, contract, access, environment: mock.demo.environment };
  const events: RunEvent[] = [];
  for await (const event of run(target, { seed: 1, level: 'disposable', ...options })) {
    events.push(event);
    if (watch(event) === true) break;
  }
  return { events, mock, contract };
}

function names(events: readonly RunEvent[]) {
  return [...new Set(events.map(({ event }) => event))];
}
function idsOf(events: readonly RunEvent[]) {
  return events.flatMap((event) => (event.event === 'check' ? [event.check.id] : []));
}

describe('the events of a run', () => {
  test('begin with what it does and end when all is put back', async () => {
    const { events } = await eventsOf({ only: ['getOidcInfo'] });
    expect(names(events)).toEqual(['started', 'opened', 'check', 'waited', 'putBack', 'finished']);
    expect(events[0]).toMatchObject({ checks: idsOf(events).length });
  });

  test('make the same report from the record as from the run', async () => {
    const { events, contract } = await eventsOf({ only: ['getOidcInfo'] });
    const record = readRecord(events.map((event) => recordLine(event)).join(''));
    const options = { contractOf: () => contract };
    expect(reportOf([record], options)).toEqual(reportOf([events], options));
  });

  test('never change after they were told, as a record that is written at once shows', async () => {
    const written: string[] = [];
    const { events } = await eventsOf(
      { quick: true },
      (event) => void written.push(recordLine(event)),
      'pvwa',
    );
    expect(events.map((event) => recordLine(event))).toEqual(written);
  });

  test('that were cut off make a report that says so', async () => {
    const { events, contract } = await eventsOf({ only: ['getOidcInfo'] });
    const text = events.map((event) => recordLine(event)).join('');
    const half = readRecord(text.slice(0, text.length / 2));
    const { verdict, targets } = reportOf([half], { contractOf: () => contract });
    expect(verdict).toBe('incomplete');
    expect(targets[0]?.reasons).toEqual([
      { code: 'cutRecord', text: 'the record ends before the run did' },
    ]);
    expect(targets[0]?.checks.length).toBeGreaterThan(0);
  });

  test('say why a stopped run is incomplete', async () => {
    const controller = new AbortController();
    const { events } = await eventsOf({ signal: controller.signal }, (event) => {
      if (event.event === 'check') controller.abort();
      return undefined;
    });
    expect(idsOf(events).length).toBeLessThan(30);
    expect(events).toContainEqual(
      expect.objectContaining({ reason: { code: 'stopped', text: 'stopped before its end' } }),
    );
    expect(names(events).slice(-2)).toEqual(['putBack', 'finished']);
  });
});

test('a reader who stops reading leaves no session open', async () => {
  const mock = (await apis.pvwa.createMock())();
  await using running = await mock.start();
  const access = await apis.pvwa.access();
  const { contract } = mock;
  const target = { url: running.url, contract, access, environment: mock.demo.environment };
  for await (const event of run(target, { level: 'disposable' }))
    if (event.event === 'check' && event.check.exchanges.length > 5) break;
  const providers = mock.state.read().resources?.['provider']?.[''] ?? {};
  expect(mock.requests.length).toBeGreaterThan(5);
  expect(providers).toEqual({});
}, 30_000);

describe('the checks', () => {
  test('of all shards are those of the whole run, each once', async () => {
    const { contract } = await demonstration('wickr');
    const ids = contract.clauses.map(({ id }) => id);
    const shards = [1, 2, 3].map((index) => ids.filter((id) => isInShard(id, { index, count: 3 })));
    expect(shards.flat().toSorted()).toEqual(ids.toSorted());
    for (const shard of shards) expect(shard.length).toBeGreaterThan(ids.length / 6);
  });

  test('of a quick run leave out what others verify, and say which', async () => {
    const { events, contract } = await eventsOf({ quick: true });
    const [first] = events;
    const leftOut = first?.event === 'started' ? first.leftOut : [];
    expect(leftOut.length).toBeGreaterThan(0);
    expect(idsOf(events).filter((id) => leftOut.includes(id))).toEqual([]);
    const { targets } = reportOf([events], { contractOf: () => contract });
    expect(targets[0]).toMatchObject({ leftOut, verdict: 'conformant' });
    expect(targets[0]?.clauses.filter(({ code }) => code === 'leftOut').length).toBeGreaterThan(0);
  });

  test('of one shard alone are complete, unless the records are said to be those of all', async () => {
    const { events, contract } = await eventsOf({
      only: ['getOidcInfo'],
      shard: { index: 1, count: 2 },
    });
    const options = { contractOf: () => contract };
    expect(reportOf([events], options).verdict).toBe('conformant');
    const { verdict, targets } = reportOf([events], { ...options, merged: true });
    expect(verdict).toBe('incomplete');
    expect(targets[0]?.reasons).toEqual([{ code: 'missingShard', text: 'shard 2/2 is missing' }]);
  });

  test('of two seeds make no report of one run', async () => {
    const only = ['getOidcInfo.none.security'];
    const first = await eventsOf({ only, seed: 1 });
    const second = await eventsOf({ only, seed: 2 });
    const { contract } = first;
    const { targets } = reportOf([first.events, second.events], { contractOf: () => contract });
    expect(targets[0]?.reasons).toMatchObject([{ code: 'mixedRecords' }]);
    expect(targets[0]?.reasons[0]?.text).toMatch(/seed 1; .*seed 2$/);
  });

  test('of two levels make no report of one run', async () => {
    const only = ['getOidcInfo'];
    const first = await eventsOf({ only, shard: { index: 1, count: 2 }, level: 'default' });
    const second = await eventsOf({ only, shard: { index: 2, count: 2 } });
    const { contract } = first;
    const report = reportOf([first.events, second.events], { contractOf: () => contract });
    expect(report.verdict).toBe('incomplete');
    expect(report.targets[0]?.reasons).toEqual([
      {
        code: 'mixedRecords',
        text: expect.stringMatching(
          /^the records are of different runs: wickr at default, seed \d+; wickr at disposable, seed \d+$/,
        ) as string,
      },
    ]);
  });

  test.each([
    [{ only: ['getOidcInf'] }, 'nearest: getOidcInfo'],
    [{ replay: 'wickr.getOidcInfo.non.security' }, 'close: wickr.getOidcInfo.none.security'],
  ])('%j are not there, and what is near is named', async (options, message) => {
    await expect(eventsOf(options)).rejects.toThrow(message);
  });
});
