import type { Answer, Binding, Contract, Member, Operation } from '@oidc-admin/contract';

import type { ClauseIndex } from './clauseIndex.ts';
import type { World } from './model.ts';

/** What is looked up about an operation again and again, worked out once. */
export interface Plan {
  readonly operation: Operation;
  readonly successes: readonly SuccessPlan[];
  /** The members of the body itself, not those inside of them. */
  readonly members: readonly Member[];
  /** Members with rules that only the world can decide. */
  readonly worldly: readonly {
    readonly name: string;
    readonly prefix: string | undefined;
    readonly reachable: boolean;
  }[];
  /** The documented names, where other members are not simply accepted. */
  readonly closed: ReadonlySet<string> | undefined;
}

/** A documented success. */
export interface SuccessPlan {
  readonly answer: Answer;
  /** The clause that allows it. */
  readonly clause: string;
  /** Members that are there if and only if something was sent (`query.code`). */
  readonly conditional: readonly {
    readonly at: string;
    readonly when: readonly string[];
    readonly clause: string;
    readonly binding: Binding;
  }[];
}

/** Works out the plan of every operation of a contract. */
export function createPlans(
  contract: Contract,
  world: World,
  clauses: ClauseIndex,
): ReadonlyMap<string, Plan> {
  return new Map(
    contract.operations.map((operation) => [operation.id, planOf(operation, world, clauses)]),
  );
}

function planOf(operation: Operation, world: World, clauses: ClauseIndex): Plan {
  const members = (operation.body?.members ?? []).filter(({ name }) => !isNested(name));
  const unknown = clauses.find(operation.id, 'unknownMember')?.outcome;
  const isClosed = unknown !== undefined && !unknown.allow.some((entry) => 'as' in entry);
  return {
    operation,
    successes: operation.answers
      .filter(({ status }) => status >= 200 && status < 300)
      .map((answer) => successOf(operation, answer, clauses)),
    members,
    worldly: members
      .map((member) => ({
        name: member.name,
        prefix: prefixOf(member, world),
        reachable: member.reachable === true,
      }))
      .filter(({ prefix, reachable }) => prefix !== undefined || reachable),
    closed: isClosed ? new Set(members.map(({ name }) => name)) : undefined,
  };
}

function successOf(operation: Operation, answer: Answer, clauses: ClauseIndex): SuccessPlan {
  const { status } = answer;
  return {
    answer,
    clause: clauses.get(operation.id, 'status', { status }).id,
    conditional: answer.members.flatMap(({ name, presentWhen: when }) => {
      if (when === undefined) return [];
      const { id: clause, binding } = clauses.get(operation.id, 'presentWhen', {
        status,
        subject: name,
      });
      return [{ at: `/${name.replaceAll('.', '/')}`, when, clause, binding }];
    }),
  };
}

/** What a member's value begins with; none where a setting that the template needs is not known. */
function prefixOf(member: Member, { settings }: World): string | undefined {
  if (member.prefix === undefined) return undefined;
  let complete = true;
  const prefix = member.prefix.replaceAll(/\{([^}]+)\}/g, (_whole, name: string) => {
    const value = Object.hasOwn(settings, name) ? settings[name] : undefined;
    complete &&= value !== undefined;
    return value ?? '';
  });
  return complete ? prefix : undefined;
}

/** Whether a name is that of a member inside another member. */
export function isNested(name: string): boolean {
  return name.includes('.') || name.includes('[]');
}
