import type { TargetReport } from '@oidc-admin/conformance';
import { lastName, type Clause, type Contract } from '@oidc-admin/contract';

type Exchange = TargetReport['checks'][number]['exchanges'][number];

/** Kinds whose requests lack the property that the clause speaks of, or carry none by name. */
const nameless = new Set(['required', 'alternative', 'conditional', 'minimal', 'existence']);

/** Whether a property, or what it would stand in, is in a body. */
function isShown({ element = '$', kind }: Clause, body: string): boolean {
  const names = element.split(/[.[\]$*]+/).filter((name) => name !== '');
  const wanted = kind === 'propertyPresent' ? names.at(-2) : names.at(-1);
  return wanted === undefined || body.includes(`"${wanted}"`);
}

/** Whether a request or its response can have shown what a clause speaks of. */
function shows(clause: Clause, { operation, request, response, sender }: Exchange): boolean {
  if (operation !== clause.operation || response === undefined) return false;
  if (clause.status !== undefined)
    return response.status === clause.status && isShown(clause, response.body);
  const { element = '$', kind, group } = clause;
  if (kind === 'security') return sender.wrongWay === element;
  if (kind === 'permission') return response.status === 403;
  if (group === 'response') return response.status >= 400;
  if (element === '$' || clause.in === 'path' || nameless.has(kind)) return true;
  // Of an alternative the first of its properties will do.
  const name = lastName(element.split('+')[0] ?? '');
  const sent = `${request.url} ${Object.keys(request.headers).join(' ')} ${request.body ?? ''}`;
  return sent.toLowerCase().includes(name.toLowerCase());
}

/** Clauses that passed although no request of their checks, and no response to it, can have shown what they speak of. */
export function passedUnseen(
  { clauses: known }: Contract,
  { clauses, checks }: TargetReport,
): readonly string[] {
  const clauseOf = new Map(known.map((clause) => [clause.id, clause]));
  const exchangesOf = new Map(checks.map(({ id, exchanges }) => [id, exchanges]));
  return clauses
    .filter(({ status }) => status === 'passed')
    .filter(({ id, checks: own }) => {
      const clause = clauseOf.get(id);
      if (clause?.operation === undefined) return false;
      return !own.some((check) => exchangesOf.get(check)?.some((one) => shows(clause, one)));
    })
    .map(({ id }) => id);
}
