import {
  elementSteps,
  elementTree,
  parentsAbove,
  pointerOf,
  type Binding,
  type Contract,
  type DocumentedResponse,
  type ElementNode,
  type Operation,
  type Property,
  type Resource,
} from '@oidc-admin/contract';
import type { ClauseIndex } from './clauseIndex.ts';
import type { Deployment } from './model.ts';
import { gapsOf } from './wholePath.ts';

/** What is looked up about an operation again and again, worked out once. */
export interface Plan {
  readonly operation: Operation;
  /** What the path names above what the operation is about, where an operation makes it. */
  readonly above: ReturnType<typeof parentsAbove<Resource>>;
  /** What the path leaves open of what it stands below. */
  readonly gaps: ReturnType<typeof gapsOf>;
  readonly successes: readonly SuccessPlan[];
  /** The properties of the body, those inside of others in their places. */
  readonly tree: ElementNode;
  /** properties with rules that only the deployment can decide. */
  readonly deploymentRules: readonly {
    /** The steps of its name. */
    readonly of: readonly string[];
    readonly prefix: string | undefined;
    readonly reachable: boolean;
  }[];
  /** The objects in which other properties than the documented ones are not simply accepted: the steps of each, and the names. */
  readonly closed: readonly {
    readonly of: readonly string[];
    readonly names: ReadonlySet<string>;
  }[];
}

/** A documented success. */
export interface SuccessPlan {
  readonly response: DocumentedResponse;
  /** The clause that allows it. */
  readonly clause: string;
  /** properties that are there if and only if something was sent (`query.code`). */
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
  deployment: Deployment,
  clauses: ClauseIndex,
): ReadonlyMap<string, Plan> {
  return new Map(
    contract.operations.map((operation) => [
      operation.id,
      planOf(operation, contract, deployment, clauses),
    ]),
  );
}

function planOf(
  operation: Operation,
  contract: Contract,
  deployment: Deployment,
  clauses: ClauseIndex,
): Plan {
  const properties = operation.body?.properties ?? [];
  const tree = elementTree(properties);
  const isClosed = (element?: string): boolean => {
    const about = element === undefined ? {} : { element };
    const unknown = clauses.find(operation.id, 'unknownProperty', about);
    // Of an object with a clause of another kind, or with none, another rule speaks.
    if (unknown === undefined || (element !== undefined && unknown.element !== element))
      return false;
    return unknown.outcome?.allow.some((entry) => 'as' in entry) === false;
  };
  const closed = [...objectsIn(tree)].filter(({ name }) =>
    isClosed(name === '' ? undefined : name),
  );
  return {
    operation,
    above: parentsAbove(operation, contract),
    gaps: gapsOf(operation, contract),
    successes: operation.responses
      .filter(({ status }) => status >= 200 && status < 300)
      .map((response) => successOf(operation, response, clauses)),
    tree,
    deploymentRules: properties
      .map((property) => ({
        of: elementSteps(property.name),
        prefix: prefixOf(property, deployment),
        reachable: property.reachable === true,
      }))
      .filter(({ prefix, reachable }) => prefix !== undefined || reachable),
    closed: closed.map(({ name, inner }) => ({
      of: elementSteps(name),
      names: new Set(inner.keys()),
    })),
  };
}

/** The body, and every object inside of it. */
function* objectsIn(node: ElementNode): Generator<ElementNode, undefined> {
  yield node;
  for (const inner of [...node.inner.values(), node.elements, node.values])
    if (inner !== undefined) yield* objectsIn(inner);
}

function successOf(
  operation: Operation,
  response: DocumentedResponse,
  clauses: ClauseIndex,
): SuccessPlan {
  const { status } = response;
  return {
    response,
    clause: clauses.get(operation.id, 'status', { status }).id,
    conditional: response.properties.flatMap(({ name, presentWhen: when }) => {
      if (when === undefined) return [];
      const { id: clause, binding } = clauses.get(operation.id, 'presentWhen', {
        status,
        element: name,
      });
      return [{ at: pointerOf(name), when, clause, binding }];
    }),
  };
}

/** What a property's value begins with; none where a setting that the template needs is not known. */
function prefixOf(property: Property, { settings }: Deployment): string | undefined {
  if (property.prefix === undefined) return undefined;
  let complete = true;
  const prefix = property.prefix.replaceAll(/\{([^}]+)\}/g, (_whole, name: string) => {
    const value = Object.hasOwn(settings, name) ? settings[name] : undefined;
    complete &&= value !== undefined;
    return value ?? '';
  });
  return complete ? prefix : undefined;
}
