import type { WireRecord } from './conductor.ts';
import type { ExplainedDifference } from './explainedDifferences.ts';
import { readWireParts, type WireDifference, type WirePart } from './readWireParts.ts';

/** What one client did at one API. */
export interface ClientRecords {
  readonly name: string;
  readonly api: string;
  readonly records: readonly WireRecord[];
}

/** Who is right, where it made the calls: the vendor's own client. */
const vendorsOwn = 'boto3';

/** Compares what clients sent, call by call, with the vendor's own client, or with ours where the vendor has none. */
export function compareRecords(
  clients: readonly ClientRecords[],
  reasons: readonly ExplainedDifference[],
): {
  readonly lines: readonly string[];
  readonly isRight: boolean;
} {
  const used = new Set<string>();
  const lines: string[] = [];
  let unexplained = 0;
  for (const client of clients) {
    const reference =
      clients.find(({ name, api }) => name === vendorsOwn && api === client.api) ??
      clients.find(({ name, api }) => name === 'ours' && api === client.api);
    if (reference === undefined) continue;
    let explained = 0;
    for (const [index, record] of client.records.entries()) {
      const expected = reference.records[index];
      for (const difference of expected === undefined ? [] : differencesOf(expected, record)) {
        const found = reasons.findIndex(
          (one) =>
            one.clients.includes(client.name) &&
            one.api === client.api &&
            one.part === difference.part &&
            one.explains(difference, record.call),
        );
        if (found < 0) {
          unexplained += 1;
          const { operation, what } = record.call;
          lines.push(
            `FAILED: ${client.name} ${client.api} ${operation} (${what}), ${difference.part}: ${difference.actual}; ${reference.name}: ${difference.expected}`,
          );
        } else {
          explained += 1;
          used.add(`${client.name} ${found}`);
        }
      }
    }
    const isWhole = client.records.length === reference.records.length;
    if (!isWhole) unexplained += 1;
    lines.push(
      `${isWhole ? '' : 'FAILED: '}${client.name} ${client.api}: ${client.records.length} calls beside ${reference.records.length} of ${reference.name}, ${explained} differences explained`,
    );
  }
  const idle = reasons.flatMap(({ clients: names, api, part, reason }, index) =>
    names
      .filter((name) => !used.has(`${name} ${index}`))
      .filter((name) => clients.some((one) => one.name === name && one.api === api))
      .map((name) => `FAILED: nothing is explained by: ${name} ${api}, ${part}: ${reason}`),
  );
  lines.push(...idle);
  return { lines, isRight: unexplained + idle.length === 0 };
}

function differencesOf(expected: WireRecord, actual: WireRecord): readonly WireDifference[] {
  const other = readWireParts(actual);
  // Whoever made it, a call has the answer that the mock was told to give.
  const right = { ...readWireParts(expected), outcome: String(actual.call.answer) };
  return (Object.keys(right) as WirePart[])
    .filter((part) => right[part] !== other[part])
    .map((part) => ({ part, expected: right[part], actual: other[part] }));
}
