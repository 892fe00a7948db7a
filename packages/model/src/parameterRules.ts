import { ownValue, type Contract, type Operation, type Parameter } from '@oidc-admin/contract';
import type { Ajv2020, ErrorObject } from 'ajv/dist/2020.js';
import type { ClauseIndex } from './clauseIndex.ts';
import type { Broken, SchemaError } from './model.ts';
import { brokenByErrors, brokenProperty, type PropertyPlace } from './propertyRules.ts';

type Root = Parameter['in'];
type Values = Readonly<Record<string, string>>;

/** The rules of one operation's parameters, compiled. Header names are compared in lower case. */
export interface ParameterRules {
  broken(root: Root, values: Values): readonly Broken[];
  violations(root: 'path' | 'query', values: Values): readonly SchemaError[];
}

/** One parameter, compiled. */
interface Check {
  readonly parameter: Parameter;
  /** What Ajv finds wrong with a value; the same empty list for every right one. */
  readonly errors: (value: string) => readonly ErrorObject[];
}

const none: readonly never[] = Object.freeze([]);

/** Compiles the rules of an operation's parameters. Values are text; numbers and booleans are read out of it. */
export function createParameterRules(
  ajv: Ajv2020,
  contract: Contract,
  operation: Operation,
  clauses: ClauseIndex,
): ParameterRules {
  const compile = (root: Root) => {
    const parameters = operation.parameters.filter((parameter) => parameter.in === root);
    const properties = new Map(parameters.map((parameter) => [parameter.name, parameter]));
    const place: PropertyPlace = { operation: operation.id, root, clauses, properties };
    const ignoreCase = root === 'path' && contract.paths.ignoreCase;
    return {
      place,
      checks: parameters.map((parameter) => createCheck(ajv, parameter, ignoreCase)),
    };
  };
  const rules = { path: compile('path'), query: compile('query'), header: compile('header') };
  const valueOf = (values: Values, { name, in: place }: Parameter): string | undefined =>
    ownValue(values, place === 'header' ? name.toLowerCase() : name);
  return {
    broken(root, values) {
      const { place, checks } = rules[root];
      let found: readonly Broken[] = none;
      for (const { parameter, errors } of checks) {
        const value = valueOf(values, parameter);
        if (value !== undefined) {
          const wrong = errors(value);
          if (wrong.length > 0)
            found = [...found, ...brokenByErrors(wrong, value, parameter.name, place)];
        } else if (parameter.required) {
          const kind = root === 'path' ? 'pathParameter' : 'required';
          found = [...found, brokenProperty(kind, 'is required', parameter.name, place)];
        }
      }
      return found;
    },
    violations(root, values) {
      return rules[root].checks.flatMap(({ parameter, errors }): readonly SchemaError[] => {
        const value = valueOf(values, parameter);
        if (value === undefined)
          return parameter.required ? [{ location: [root], code: 'required' }] : [];
        // Prism compares and names parameters in lower case.
        const location = [root, parameter.name.toLowerCase()];
        return errors(value).map((error) => ({ location, code: error.keyword }));
      });
    },
  };
}

function createCheck(ajv: Ajv2020, parameter: Parameter, ignoreCase: boolean): Check {
  const text = parameter.types.length === 1 && parameter.types[0] === 'string';
  // Ajv can only convert what is in an object.
  const check = ajv.compile(text ? parameter.schema : { properties: { value: parameter.schema } });
  const spellings = new Set(
    (ignoreCase ? (parameter.enum ?? []) : []).flatMap((value) =>
      typeof value === 'string' ? [value.toLowerCase()] : [],
    ),
  );
  return {
    parameter,
    errors: (value) => {
      if (check(text ? value : { value }) || spellings.has(value.toLowerCase())) return none;
      const errors = check.errors ?? [];
      if (text) return errors;
      return errors.map((error) => ({
        ...error,
        instancePath: error.instancePath.replace(/^\/value/, ''),
      }));
    },
  };
}
