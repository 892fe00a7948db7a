import type { Contract, Operation } from '@oidc-admin/contract';
import { createBodyRules, type BodyRules } from './bodyRules.ts';
import { createClauseIndex } from './clauseIndex.ts';
import { createAjv } from './createAjv.ts';
import type { Validators } from './model.ts';
import { createParameterRules, type ParameterRules } from './parameterRules.ts';

interface Rules {
  readonly body: BodyRules | undefined;
  readonly parameters: ParameterRules;
}

const made = new WeakMap<Contract, Validators>();

/**
 * The validators of a contract's requests: one for each contract, however many models it has. Rules that need the deployment
 * (prefix, reachable) are the model's.
 */
export function validatorsOf(contract: Contract): Validators {
  const known = made.get(contract) ?? createValidators(contract);
  made.set(contract, known);
  return known;
}

function createValidators(contract: Contract): Validators {
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
    validateHeaders: (id, values) => rulesOf(id).parameters.broken('header', values),
    violations: (id, value) => rulesOf(id).body?.violations(value) ?? [],
    parameterViolations: (id, { path, query }) => {
      const { parameters } = rulesOf(id);
      return [...parameters.violations('path', path), ...parameters.violations('query', query)];
    },
  };
}
