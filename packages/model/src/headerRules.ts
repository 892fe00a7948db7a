import { conditionOf, type DocumentedResponse, type Operation } from '@oidc-admin/contract';
import type { Ajv2020 } from 'ajv/dist/2020.js';
import type { ClauseIndex } from './clauseIndex.ts';
import type { Mismatch } from './model.ts';

/** What a documented response says about its headers. */
export interface HeaderRules {
  mismatches(headers: Readonly<Record<string, string>>): readonly Mismatch[];
}

/** RFC 9110, 8.8.3: in quotation marks, and weak behind `W/`. */
const entityTag = /^(?:W\/)?"[\u0021\u0023-\u007e\u0080-\u00ff]*"$/;

/** The clause that a 304 breaks by what it holds. */
export function unmodifiedClause(
  clauses: ClauseIndex,
  operation: Operation,
): ReturnType<ClauseIndex['get']> {
  const element = conditionOf(operation, 'if-none-match')?.name ?? '';
  return clauses.get(operation.id, 'notModified', { element });
}

/** Compiles the schemas of the documented headers of one response. Names are compared in lower case. */
export function createHeaderRules(
  ajv: Ajv2020,
  operation: Operation,
  response: DocumentedResponse,
  clauses: ClauseIndex,
): HeaderRules {
  const checks = response.headers.map(({ name, required, schema }) => {
    const about = { status: response.status, element: name };
    const { id: clause, binding } =
      response.status >= 400
        ? clauses.get(operation.id, 'errorBody')
        : response.status === 304
          ? unmodifiedClause(clauses, operation)
          : clauses.get(operation.id, 'header', about);
    const ofTag =
      name.toLowerCase() === 'etag' ? clauses.find(operation.id, 'entityTag', about) : undefined;
    // Ajv can only convert what is in an object.
    const check = ajv.compile({ properties: { value: schema } });
    return (headers: Readonly<Record<string, string>>): readonly Mismatch[] => {
      const lower = name.toLowerCase();
      const actual = Object.hasOwn(headers, lower) ? headers[lower] : undefined;
      if (actual === undefined && !required) return [];
      if (actual !== undefined && ofTag !== undefined && !entityTag.test(actual))
        return [
          {
            clause: ofTag.id,
            binding: ofTag.binding,
            message: `the header ${name} is no entity tag`,
            expected: '"…" or W/"…"',
            actual,
          },
        ];
      if (actual !== undefined && check({ value: actual })) return [];
      const message = `the header ${name} is ${actual === undefined ? 'missing' : 'not as documented'}`;
      const expected = actual === undefined ? name : JSON.stringify(schema);
      return [{ clause, binding, message, expected, actual }];
    };
  });
  return { mismatches: (headers) => checks.flatMap((check) => check(headers)) };
}
