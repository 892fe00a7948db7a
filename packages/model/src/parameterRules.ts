import type { Contract, Operation, Parameter } from '@oidc-admin/contract';
import type { Ajv2020 } from 'ajv/dist/2020.js';

import type { ClauseIndex } from './clauseIndex.ts';
import { brokenByErrors, brokenMember } from './memberRules.ts';
import type { MemberPlace } from './memberRules.ts';
import type { Broken } from './model.ts';

type Values = Readonly<Record<string, string>>;

/** The rules of one operation's path and query parameters, compiled. */
export interface ParameterRules {
  path(values: Values): readonly Broken[];
  query(values: Values): readonly Broken[];
}

const none: readonly never[] = Object.freeze([]);

/** Compiles the rules of an operation's parameters. Values are text; numbers and booleans are read out of it. */
export function createParameterRules(
  ajv: Ajv2020,
  contract: Contract,
  operation: Operation,
  clauses: ClauseIndex,
): ParameterRules {
  const rulesOf = (root: 'path' | 'query') => {
    const parameters = operation.parameters.filter((parameter) => parameter.in === root);
    const members = new Map(parameters.map((parameter) => [parameter.name, parameter]));
    const place: MemberPlace = { operation: operation.id, root, clauses, members };
    const checks = parameters.map((parameter) =>
      createCheck(ajv, parameter, root === 'path' && contract.paths.ignoreCase, place),
    );
    return (values: Values): readonly Broken[] => {
      let broken = none as readonly Broken[];
      for (const check of checks) {
        const found = check(values);
        if (found.length > 0) broken = [...broken, ...found];
      }
      return broken;
    };
  };
  return { path: rulesOf('path'), query: rulesOf('query') };
}

function createCheck(
  ajv: Ajv2020,
  parameter: Parameter,
  ignoreCase: boolean,
  place: MemberPlace,
): (values: Values) => readonly Broken[] {
  const { name } = parameter;
  const text = parameter.types.length === 1 && parameter.types[0] === 'string';
  // Ajv can only convert what stands in an object.
  const check = ajv.compile(text ? parameter.schema : { properties: { value: parameter.schema } });
  const spellings = new Set(
    (ignoreCase ? (parameter.enum ?? []) : []).flatMap((value) =>
      typeof value === 'string' ? [value.toLowerCase()] : [],
    ),
  );
  return (values) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    if (value === undefined) {
      if (!parameter.required) return none;
      const kind = place.root === 'path' ? 'pathParameter' : 'required';
      return [brokenMember(kind, 'is required', name, place)];
    }
    if (check(text ? value : { value }) || spellings.has(value.toLowerCase())) return none;
    const errors = (check.errors ?? []).map((error) =>
      text ? error : { ...error, instancePath: error.instancePath.replace(/^\/value/, '') },
    );
    return brokenByErrors(errors, value, name, place);
  };
}
