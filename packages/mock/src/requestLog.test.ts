import { expect, test } from 'vitest';
import { noBytes, RecordedExchange } from './exchange.ts';
import { RequestLog } from './requestLog.ts';

/** An exchange that counts how often somebody asks which rules of the document it broke. */
function counting(reply: number) {
  const count = { asked: 0 };
  const exchange = new RecordedExchange(
    {
      received: { method: 'GET', target: '/', headers: {}, body: noBytes },
      at: 0,
      broken: [],
      reply: { status: 200, headers: [], body: new Uint8Array(reply) },
    },
    () => {
      count.asked += 1;
      return [{ location: [], code: '401' }];
    },
  );
  return { exchange, count };
}

test('what a request violates is in copies of its entry and in its JSON', () => {
  const { exchange } = counting(10);
  const violations = [{ location: [], code: '401' }];
  expect(Object.keys(exchange)).toContain('violations');
  expect(Object.assign({}, exchange)).toMatchObject({ violations });
  expect(JSON.parse(JSON.stringify(exchange))).toMatchObject({ violations });
});

test.each([10, 100_000])(
  'what a request with a response of %i bytes violates is found when it is asked for',
  (length) => {
    const log = new RequestLog();
    const { exchange, count } = counting(length);
    log.add(exchange);
    expect(count.asked).toBe(0);
    expect(log.list.map(({ violations }) => violations)).toEqual([[{ location: [], code: '401' }]]);
  },
);
