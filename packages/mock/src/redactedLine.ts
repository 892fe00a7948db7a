import type { Contract } from '@oidc-admin/contract';
import { queryParts, secretSegments } from './callSecrets.ts';
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

/** Path and query of a request, without the secrets in it. */
export function redactedTarget(contract: Contract, exchange: MockExchange): string {
  const { prefix = '', target } = exchange.received;
  const [path = ''] = target.split('?', 1);
  return `${prefix}${pathLine(contract, exchange, path)}${queryLine(contract, exchange)}`;
}

function pathLine(contract: Contract, exchange: MockExchange, path: string): string {
  const secret = secretSegments(contract, exchange);
  if (secret.length === 0) return path;
  const segments = path.split('/');
  const last = segments.length - (segments.at(-1) === '' ? 2 : 1);
  return segments.map((segment, at) => (secret.includes(last - at) ? hidden : segment)).join('/');
}

function queryLine(contract: Contract, exchange: MockExchange): string {
  const parts = queryParts(contract, exchange);
  if (parts.length === 0) return '';
  const { operation } = exchange;
  // An unknown path may be a misspelt one, so that its query may hold the same secrets.
  if (operation === undefined || contract.sensitive.wholeQueries.includes(operation))
    return `?${hidden}`;
  return `?${parts.map(({ shown }) => shown).join('&')}`;
}
