import type { DocumentedResponse, Operation } from '@oidc-admin/contract';
import type { Ajv2020 } from 'ajv/dist/2020.js';
import type { ClauseIndex } from './clauseIndex.ts';
import type { Mismatch } from './model.ts';

/** What a documented response says about its headers. */
export interface HeaderRules {
  mismatches(headers: Readonly<Record<string, string>>): readonly Mismatch[];
}

/** Compiles the schemas of the documented headers of one response. Names are compared in lower case. */
export function createHeaderRules(
  ajv: Ajv2020,
  operation: Operation,
  response: DocumentedResponse,
  clauses: ClauseIndex,
): HeaderRules {
  const checks = response.headers.map(({ name, required, schema }) => {
    const { id: clause, binding } =
      response.status >= 400
        ? clauses.get(operation.id, 'errorBody')
        : clauses.get(operation.id, 'header', { status: response.status, element: name });
    // Ajv can only convert what is in an object.
    const check = ajv.compile({ properties: { value: schema } });
    return (headers: Readonly<Record<string, string>>): readonly Mismatch[] => {
      const lower = name.toLowerCase();
      const actual = Object.hasOwn(headers, lower) ? headers[lower] : undefined;
      if (actual === undefined && !required) return [];
      if (actual !== undefined && check({ value: actual })) return [];
      const message = `the header ${name} is ${actual === undefined ? 'missing' : 'not as documented'}`;
      const expected = actual === undefined ? name : JSON.stringify(schema);
      return [{ clause, binding, message, expected, actual }];
    };
  });
  return { mismatches: (headers) => checks.flatMap((check) => check(headers)) };
}
