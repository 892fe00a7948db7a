import type { Contract, JsonValue, Operation } from '@oidc-admin/contract';

import { createBodyRules } from './bodyRules.ts';
import type { BodyRules } from './bodyRules.ts';
import { createClauseIndex } from './clauseIndex.ts';
import { createAjv } from './createAjv.ts';
import type { Broken } from './model.ts';
import { createParameterRules } from './parameterRules.ts';
import type { ParameterRules } from './parameterRules.ts';

/** An error as Ajv and Prism report it: where, and the keyword. A union reports the errors of every alternative. */
export interface Violation {
  /** `['body', 'clientId']`. */
  readonly location: readonly string[];
  readonly code: string;
}

type Values = Readonly<Record<string, string>>;

/** Every schema of a contract's requests, each compiled once, when it is first needed. Throws on an unknown operation. */
export interface Validators {
  /** The rules that a parsed body breaks; the same empty list for every right one. */
  validateBody(operation: string, value: JsonValue): readonly Broken[];
  validatePath(operation: string, values: Values): readonly Broken[];
  validateQuery(operation: string, values: Values): readonly Broken[];
  /** The errors of a body under the keywords of JSON Schema, for comparison with Prism. */
  violations(operation: string, value: JsonValue): readonly Violation[];
  /** The same for path and query parameters, whose names Prism writes in lower case. */
  parameterViolations(
    operation: string,
    values: { readonly path: Values; readonly query: Values },
  ): readonly Violation[];
}

interface Rules {
  readonly body: BodyRules | undefined;
  readonly parameters: ParameterRules;
}

/** Makes the validators of a contract's requests. Rules that need the deployment (prefix, reachable) are the model's. */
export function createValidators(contract: Contract): Validators {
  const clauses = createClauseIndex(contract);
  const ajv = createAjv({ coerce: false });
  const coercing = createAjv({ coerce: true });
  const operations = new Map(contract.operations.map((operation) => [operation.id, operation]));
  const compiled = new Map<string, Rules>();

  const compile = (operation: Operation): Rules => ({
    body: operation.body && createBodyRules(ajv, operation, operation.body, clauses),
    parameters: createParameterRules(coercing, contract, operation, clauses),
  });
  const rulesOf = (id: string): Rules => {
    const known = compiled.get(id);
    if (known !== undefined) return known;
    const operation = operations.get(id);
    if (operation === undefined) {
      throw new Error(`unknown operation '${id}'; known are ${[...operations.keys()].join(', ')}`);
    }
    const rules = compile(operation);
    compiled.set(id, rules);
    return rules;
  };
  return {
    validateBody: (id, value) => rulesOf(id).body?.broken(value) ?? [],
    validatePath: (id, values) => rulesOf(id).parameters.broken('path', values),
    validateQuery: (id, values) => rulesOf(id).parameters.broken('query', values),
    violations: (id, value) => rulesOf(id).body?.violations(value) ?? [],
    parameterViolations: (id, { path, query }) => {
      const { parameters } = rulesOf(id);
      return [...parameters.violations('path', path), ...parameters.violations('query', query)];
    },
  };
}
