import type { Binding, Contract, Outcome, Resource } from '@oidc-admin/contract';
import { createClauseIndex, type ClauseIndex } from './clauseIndex.ts';
import type { Saved, Deployment, Validators } from './model.ts';
import { createPlans, type Plan } from './plan.ts';
import { createShow, type Show } from './shown.ts';
import { validatorsOf } from './validators.ts';

/** What every part of a model reads: the contract, indexed, and the deployment. */
export interface Context {
  readonly contract: Contract;
  readonly deployment: Deployment;
  readonly clauses: ClauseIndex;
  readonly validators: Validators;
  /** Throws where there is no such operation. */
  plan(operation: string): Plan;
  /** Throws where there is no such resource. */
  resource(name: string): Resource;
  readonly show: Show;
  /** How a list shows everything under one parent; the same list as long as nothing there changes. */
  elements(resource: Resource, children: ReadonlyMap<string, Saved>): readonly Saved[];
  /** What may be answered where a clause is broken. */
  outcome(clause: string): Outcome;
}

/** Where the document does not say what follows, any refusal conforms. */
const anyRefusal: Outcome = { allow: [{ status: '4XX' }], warn: [], binding: 'MUST', source: [] };

/** Indexes a contract once for all requests. */
export function createContext(contract: Contract, deployment: Deployment): Context {
  const resources = new Map(contract.resources.map((resource) => [resource.name, resource]));
  const outcomes = new Map(
    contract.clauses.map(({ id, outcome, binding }) => [id, bound(outcome, binding)]),
  );
  const clauses = createClauseIndex(contract);
  const plans = createPlans(contract, deployment, clauses);
  const show = createShow(clauses);
  const lists = new WeakMap<ReadonlyMap<string, Saved>, readonly Saved[]>();
  return {
    contract,
    deployment,
    clauses,
    validators: validatorsOf(contract),
    plan: (operation) => named(plans, operation, 'operation'),
    resource: (name) => named(resources, name, 'resource'),
    show,
    elements: (resource, children) => {
      const known = lists.get(children);
      if (known !== undefined) return known;
      const elements = [...children.values()].map((saved) => show(resource, saved, '').value);
      lists.set(children, elements);
      return elements;
    },
    outcome: (clause) => outcomes.get(clause) ?? anyRefusal,
  };
}

/** An outcome is no more binding than its clause. */
function bound(outcome: Outcome | undefined, binding: Binding): Outcome | undefined {
  return outcome === undefined || outcome.binding === binding ? outcome : { ...outcome, binding };
}

function named<T>(known: ReadonlyMap<string, T>, name: string, what: string): T {
  const found = known.get(name);
  if (found !== undefined) return found;
  throw new Error(`unknown ${what} '${name}'; known are ${[...known.keys()].join(', ')}`);
}
