import type { RunEvent } from '../runner/runEvent.ts';
import type { TrafficExchange } from './trafficExchange.ts';

/**
 * The exchanges of a run of ours, check by check. They have no secrets in them, and what was cleaned up between the checks is
 * not among them.
 */
export function readRecordTraffic(events: readonly RunEvent[]): readonly TrafficExchange[] {
  return events.flatMap((event) =>
    event.event === 'check'
      ? // Of a long body the record has only the beginning, which says nothing of the whole.
        event.check.exchanges
          .filter(({ response }) => response?.length === undefined)
          .map(({ request, response, milliseconds, start = 0 }): TrafficExchange => ({
            part: event.check.id,
            start,
            end: start + milliseconds,
            method: request.method,
            url: request.url,
            headers: Object.fromEntries(
              Object.entries(request.headers).map(([name, value]) => [name.toLowerCase(), value]),
            ),
            ...(request.body !== undefined && { body: request.body }),
            ...(response !== undefined && { response }),
          }))
      : [],
  );
}
