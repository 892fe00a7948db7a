import type { Fault } from '@oidc-admin/mock';
import { expect, test } from 'vitest';
import { isFound } from '../faultyServer.ts';
import { mutantsOf } from '../mutantsOf.ts';
import { variantMutantsOf } from '../variantMutantsOf.ts';
import { smallApi, strictRun, type Editable } from './smallApi.ts';
import { taggedTickets } from './taggedTickets.ts';

test.each([true, false])('If-Match, required: %s: a strict run verifies all', async (required) => {
  const api = smallApi(await taggedTickets(required));
  const mock = api.mock();
  const { verdict, reasons, clauses } = await strictRun(api, mock);
  expect({ verdict, reasons }).toEqual({ verdict: 'conformant', reasons: [] });
  expect(clauses.filter(({ status }) => status === 'notRun')).toEqual([]);
  expect(mock.state.read().resources).toEqual({ ticket: {} });
  const answered = new Set(mock.requests.map(({ reply }) => reply.status));
  expect([304, 412, 428].map((status) => answered.has(status))).toEqual([true, true, required]);
});

test.each([
  { required: true, shownByWrites: true, most: 18 },
  { required: false, shownByWrites: true, most: 18 },
  { required: false, shownByWrites: false, most: 12 },
])(
  'who overlooks If-Match is found: required $required, shown by writes $shownByWrites',
  async ({ required, shownByWrites, most }) => {
    const { contract, faulty } = smallApi(await taggedTickets(required, { shownByWrites }));
    const faults = [...mutantsOf(contract), ...variantMutantsOf(contract)].filter(({ breaks }) =>
      breaks.some((clause) => /If-(None-)?Match|ETag/.test(clause)),
    );
    await using server = faulty(faults);
    const missed: string[] = [];
    for (const { name, breaks } of faults) {
      const finding = await server.find({ fault: name });
      if (!isFound({ name, breaks }, finding) || finding.errors.length > 0)
        missed.push(`${name}: ${[...finding.clauses, ...finding.errors].join()}`);
    }
    expect(missed).toEqual([]);
    expect(faults.length).toBeGreaterThan(most);
  },
);

/** A right server, of which each ticket says how many there have been: a create gives all of them another tag. */
function countsTickets(): Fault {
  let made = 0;
  return {
    name: 'counts-tickets',
    description: 'Every create changes the tags of all tickets.',
    breaks: [],
    request: (request) => {
      const headers = Object.entries(request.headers ?? {}).map(([name, value]) => {
        const [, plain, count] = /^(".*)-(\d+)"$/.exec(value) ?? [];
        return [name, Number(count) === made ? `${plain}"` : value] as const;
      });
      return { ...request, headers: Object.fromEntries(headers) };
    },
    reply: (reply, _request, operation) => {
      if (operation?.action.does === 'create' && reply.status === 201) made += 1;
      return {
        ...reply,
        headers: reply.headers.map(([name, value]) =>
          name === 'etag' ? [name, value.replace(/"$/, `-${made}"`)] : [name, value],
        ),
      };
    },
  };
}

test('a tag that changes by itself accuses nobody', async () => {
  const api = smallApi(await taggedTickets(true));
  const mock = api.mock({ faults: () => [countsTickets()] });
  mock.faults.on('counts-tickets');
  const { verdict, clauses } = await strictRun(api, mock);
  expect(clauses.filter(({ status }) => status === 'failed').map(({ id }) => id)).toEqual([]);
  expect(verdict).toBe('conformant');
});

test.each([true, false])(
  'If-Match, required: %s: * is not sent where the schema of the header is that of tags',
  async (required) => {
    const text = JSON.stringify(await taggedTickets(required));
    const ofTags = JSON.stringify({ type: 'string', pattern: '^"[0-9a-z]+"$', examples: ['"0"'] });
    const document = text.replaceAll(
      /("name":"If-(?:None-)?Match".*?"schema":)\{"type":"string"\}/g,
      (_, before: string) => before + ofTags,
    );
    const read = JSON.parse(document) as { 'x-outcomes': Editable } & Editable;
    read['x-outcomes']['pattern'] = { allow: [400], source: 'TICKETS-ERROR' };
    const api = smallApi(read);
    const mock = api.mock();
    const { verdict, clauses } = await strictRun(api, mock);
    expect(clauses.filter(({ status }) => status === 'failed').map(({ id }) => id)).toEqual([]);
    expect(verdict).toBe('conformant');
    const sent = mock.requests.flatMap(({ received: { headers } }) => [
      headers['if-match'] ?? '',
      headers['if-none-match'] ?? '',
    ]);
    expect(sent.filter((one) => one === '*')).toEqual([]);
    expect(sent.filter((one) => one !== '').length).toBeGreaterThan(5);
  },
);
