import type { Clause, Contract } from '@oidc-admin/contract';
import { breakAcceptance } from './breakAcceptance.ts';
import { breakResponse } from './breakResponse.ts';
import { breakRefusal } from './breakRefusal.ts';
import { breakSequence } from './breakSequence.ts';
import type { Fault, FaultClass } from './fault.ts';

/** One fault for each clause of a contract, called `break:` and the clause's id, so that every check can be seen to fail. */
export function clauseFaults(contract: Contract): readonly Fault[] {
  return contract.clauses.map((clause): Fault => ({
    name: `break:${clause.id}`,
    class: classOf(clause),
    description: `Breaks this: ${clause.text}`,
    breaks: [clause.id],
    ...(clause.operation === undefined ? {} : { operation: clause.operation }),
    ...hooksFor(clause, contract),
  }));
}

function hooksFor(clause: Clause, contract: Contract): Partial<Fault> {
  switch (clause.group) {
    case 'refuse':
      return breakRefusal(clause, contract);
    case 'accept':
      return breakAcceptance(clause);
    case 'response':
      return breakResponse(clause, contract);
    default:
      return breakSequence(clause, contract);
  }
}

const classes: Readonly<Record<string, FaultClass>> = {
  security: 'session',
  credentials: 'session',
  permission: 'role',
  existence: 'refusal',
  taken: 'create',
  pathParameter: 'path',
  method: 'path',
  order: 'order',
  required: 'required',
  conditional: 'conditional',
  type: 'type',
  nullRequired: 'null',
  nullOptional: 'null',
  minLength: 'limit',
  maxLength: 'limit',
  minimum: 'limit',
  maximum: 'limit',
  pattern: 'pattern',
  enum: 'enum',
  pathCase: 'path',
  trailingSlash: 'path',
  status: 'status',
  contentType: 'header',
  header: 'header',
  errorPair: 'header',
  kept: 'replace',
  replaced: 'replace',
  defaults: 'default',
  normalised: 'normalisation',
  listed: 'list',
  deleted: 'delete',
  neverCreated: 'create',
  refusedUnchanged: 'refusal',
  readUnchanged: 'read',
  separate: 'separation',
  concurrent: 'concurrency',
  neverReturned: 'secret',
  noOtherSecrets: 'secret',
  characters: 'characters',
};

function classOf({ group, kind }: Clause): FaultClass {
  if (group === 'accept') return classes[kind] ?? 'acceptance';
  if (group === 'response') return classes[kind] ?? 'body';
  return classes[kind] ?? 'refusal';
}
