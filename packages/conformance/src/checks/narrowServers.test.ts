import { expect, test } from 'vitest';
import { checkAll } from '../testing/checkAll.ts';
import { apis } from '../testing/generated/apis.ts';

type Create = Awaited<ReturnType<typeof apis.pvwa.createMock>>;
type Faults = Extract<NonNullable<Parameters<Create>[0]>['faults'], (...all: never[]) => unknown>;
type Decide = NonNullable<ReturnType<Faults>[number]['decide']>;

/** What the checks with such ids, of which there are some, make of a server that decides otherwise than the mock. */
async function verdicts(decide: Decide, ids: RegExp): Promise<ReadonlySet<string>> {
  const fault = { name: 'narrow', description: 'It is narrow.', breaks: [], decide };
  const mock = (await apis.pvwa.createMock())({ faults: () => [fault] });
  mock.faults.on(fault.name);
  await using server = await mock.start();
  const { results } = await checkAll('pvwa', server.url, {
    strict: false,
    wanted: ({ id }) => ids.test(id),
  });
  return new Set(results.map(({ status }) => status));
}

/** Refuses right bodies with such a text. */
function refusing(text: RegExp): Decide {
  return (decision, { refuse, received }) =>
    decision.broken.length === 0 && text.test(Buffer.from(received.body).toString())
      ? refuse(400, 'Not such a text.')
      : decision;
}

test('a list is not blamed for a text that is refused', async () => {
  expect(await verdicts(refusing(/</), /\.listed\/everyText$/)).toEqual(new Set(['passed']));
});

test('a character set is not blamed for letters that are always refused', async () => {
  const found = await verdicts(refusing(/[^\0-\u007F]/), /Provider\.charset/);
  expect(found).toEqual(new Set(['notRun']));
});

test('keys that are refused tell nothing about keys that look alike', async () => {
  const found = await verdicts(
    refusing(/"id":"\d/),
    /\.separate\/keys\.(?:exponent|leadingZeros)$/,
  );
  expect(found).toEqual(new Set(['notRun']));
});

test.each([
  [5, 'warned'],
  [1, 'failed'],
])('of a server that keeps %i sessions of one user the sign-in is %s', async (most, verdict) => {
  const keepNewest: Decide = (decision, { state }) => {
    const { sessions } = decision.next;
    if (sessions.size === state.sessions.size) return decision;
    const open = [...sessions].filter(([, { closed }]) => !closed).slice(0, -most);
    const ended = open.map(([token, one]) => [token, { ...one, closed: true }] as const);
    return { ...decision, next: { ...decision.next, sessions: new Map([...sessions, ...ended]) } };
  };
  expect(await verdicts(keepNewest, /signIn\/many$/)).toEqual(new Set([verdict]));
});
