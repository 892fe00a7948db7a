import type {
  DocumentedResponse,
  Binding,
  Contract,
  Property,
  Operation,
} from '@oidc-admin/contract';
import type { ClauseIndex } from './clauseIndex.ts';
import type { Deployment } from './model.ts';

/** What is looked up about an operation again and again, worked out once. */
export interface Plan {
  readonly operation: Operation;
  readonly successes: readonly SuccessPlan[];
  /** The properties of the body itself, not those inside of them. */
  readonly properties: readonly Property[];
  /** properties with rules that only the deployment can decide. */
  readonly deploymentRules: readonly {
    readonly name: string;
    readonly prefix: string | undefined;
    readonly reachable: boolean;
  }[];
  /** The documented names, where other properties are not simply accepted. */
  readonly closed: ReadonlySet<string> | undefined;
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
    contract.operations.map((operation) => [operation.id, planOf(operation, deployment, clauses)]),
  );
}

function planOf(operation: Operation, deployment: Deployment, clauses: ClauseIndex): Plan {
  const properties = (operation.body?.properties ?? []).filter(({ name }) => !isNested(name));
  const unknown = clauses.find(operation.id, 'unknownProperty')?.outcome;
  const isClosed = unknown !== undefined && !unknown.allow.some((entry) => 'as' in entry);
  return {
    operation,
    successes: operation.responses
      .filter(({ status }) => status >= 200 && status < 300)
      .map((response) => successOf(operation, response, clauses)),
    properties,
    deploymentRules: properties
      .map((property) => ({
        name: property.name,
        prefix: prefixOf(property, deployment),
        reachable: property.reachable === true,
      }))
      .filter(({ prefix, reachable }) => prefix !== undefined || reachable),
    closed: isClosed ? new Set(properties.map(({ name }) => name)) : undefined,
  };
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
      return [{ at: `/${name.replaceAll('.', '/')}`, when, clause, binding }];
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

/** Whether a name is that of a property inside another property. */
export function isNested(name: string): boolean {
  return name.includes('.') || name.includes('[]');
}
