import {
  below,
  elementAt,
  elementTree,
  isEach,
  pointerSteps,
  responseKindOfKeyword,
  valueAt,
  type DocumentedResponse,
  type ResponseKind,
  type JsonValue,
  type Operation,
} from '@oidc-admin/contract';
import type { Ajv2020, ErrorObject, ValidateFunction } from 'ajv/dist/2020.js';
import type { ClauseIndex } from './clauseIndex.ts';
import type { Mismatch } from './model.ts';
import { undocumentedIn } from './schemaWalk.ts';

/** What a documented response says about a body by itself. */
export interface ResponseRules {
  mismatches(body: JsonValue): readonly Mismatch[];
}

/** So many differences of a sort are cited: a body may have hundreds of thousands, and each takes its time. */
const mostFound = 500;

/** Compiles the schema of one documented response, and says which clause each error breaks. */
export function createResponseRules(
  ajv: Ajv2020,
  operation: Operation,
  response: DocumentedResponse,
  clauses: ClauseIndex,
): ResponseRules {
  const schema = response.schema ?? {};
  const check: ValidateFunction = ajv.compile(schema);
  const isError = response.status >= 400;
  const tree = elementTree(response.properties);
  const required = new Set(
    response.properties.filter((property) => property.required).map(({ name }) => name),
  );
  // An element of a list cannot be left out.
  const isOptional = (element: string): boolean =>
    response.properties.some(({ name }) => name === element) &&
    !required.has(element) &&
    !isEach(element);

  const cite = (kind: ResponseKind, steps: readonly string[]) => {
    const element = steps.length === 0 ? '$' : elementAt(tree, steps);
    const { status } = response;
    if (isError) return clauses.get(operation.id, 'errorBody', { element });
    return (
      clauses.find(operation.id, kind, { status, element }) ??
      clauses.find(operation.id, 'propertyType', { status, element: '$' }) ??
      clauses.get(operation.id, 'status', { status })
    );
  };
  const mismatchOf = (error: ErrorObject, body: JsonValue): Mismatch => {
    const kind = responseKindOfKeyword(error.keyword);
    const named: unknown = error.params['missingProperty'] ?? error.params['additionalProperty'];
    const steps = [
      ...pointerSteps(error.instancePath),
      ...(typeof named === 'string' ? [named] : []),
    ];
    const at = below('', ...steps);
    const actual = valueAt(body, at);
    const { id: clause, binding } = cite(kind, steps);
    const nullOptional =
      kind === 'propertyType' && actual === null && isOptional(elementAt(tree, steps));
    return {
      clause,
      binding: nullOptional ? 'SHOULD' : binding,
      message: `${at === '' ? 'the body' : at} ${error.message ?? `breaks ${error.keyword}`}`,
      expected: expectedBy(error),
      actual,
      at,
    };
  };
  return {
    mismatches(body) {
      const errors = check(body) ? [] : (check.errors ?? []).slice(0, mostFound);
      return [
        ...errors.map((error) => mismatchOf(error, body)),
        ...undocumentedIn(schema, body)
          .slice(0, mostFound)
          .map((at): Mismatch => {
            const { id: clause } = cite('undocumentedProperty', pointerSteps(at));
            const message = `${at} is not documented`;
            return {
              clause,
              binding: 'SHOULD',
              message,
              expected: undefined,
              actual: valueAt(body, at),
              at,
            };
          }),
      ];
    },
  };
}

function expectedBy(error: ErrorObject): JsonValue | undefined {
  const { keyword, params } = error;
  const value: unknown = params['allowedValues'] ?? params['limit'] ?? params[keyword];
  if (Array.isArray(value)) return value.map(String);
  return typeof value === 'string' || typeof value === 'number' ? value : keyword;
}
