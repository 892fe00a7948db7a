import type { Contract } from '@oidc-admin/contract';
import type { MockExchange } from './exchange.ts';

const hidden = '[redacted]';

/** One line about a request, without anything secret: method, path, names of the query, status, and the clause that refused it. */
export function redactedLine(contract: Contract, exchange: MockExchange): string {
  const { received, reply, clause } = exchange;
  const target = redactedTarget(contract, exchange);
  const line = `${received.method} ${target} ${reply.status}${clause === undefined ? '' : ` ${clause}`}`;
  // Whatever a caller writes into a path, a line stays one line.
  return line.replaceAll(/[^\x20-\x7e]/g, '?');
}

/** Path and query of a request, without values of the query that are secrets. */
export function redactedTarget(contract: Contract, exchange: MockExchange): string {
  const { prefix = '', target } = exchange.received;
  const mark = target.indexOf('?');
  const path = mark < 0 ? target : target.slice(0, mark);
  const query = mark < 0 ? '' : queryLine(contract, exchange, target.slice(mark + 1));
  return `${prefix}${path}${query}`;
}

function queryLine(contract: Contract, { operation }: MockExchange, query: string): string {
  const { wholeQueries, query: secret } = contract.sensitive;
  // An unknown path may be a misspelt one, so that its query may hold the same secrets.
  if (operation === undefined || wholeQueries.includes(operation)) return `?${hidden}`;
  const names = new Set(secret.map((name) => name.toLowerCase()));
  const parts = query.split('&').map((part) => {
    const [name = ''] = part.split('=');
    return names.has(name.toLowerCase()) ? `${name}=${hidden}` : part;
  });
  return `?${parts.join('&')}`;
}
