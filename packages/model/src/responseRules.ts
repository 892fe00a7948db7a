import {
  below,
  pointerSteps,
  responseKindOfKeyword,
  valueAt,
  type DocumentedResponse,
  type ResponseKind,
  type JsonSchema,
  type JsonValue,
  type Operation,
} from '@oidc-admin/contract';
import type { Ajv2020, ErrorObject, ValidateFunction } from 'ajv/dist/2020.js';
import type { ClauseIndex } from './clauseIndex.ts';
import type { Mismatch } from './model.ts';
import { schemaBelow, undocumentedIn } from './schemaWalk.ts';

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

  const cite = (kind: ResponseKind, steps: readonly string[]) => {
    const element = steps.length === 0 ? '$' : dotted(steps);
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
    const nullOptional = kind === 'propertyType' && actual === null && isOptional(schema, steps);
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

/** The name of a property as the contract writes it: `list[].name`. */
function dotted(steps: readonly string[]): string {
  return steps.reduce((name, step) => {
    if (/^\d+$/.test(step)) return `${name}[]`;
    return name === '' ? step : `${name}.${step}`;
  }, '');
}

function expectedBy(error: ErrorObject): JsonValue | undefined {
  const { keyword, params } = error;
  const value: unknown = params['allowedValues'] ?? params['limit'] ?? params[keyword];
  if (Array.isArray(value)) return value.map(String);
  return typeof value === 'string' || typeof value === 'number' ? value : keyword;
}

/** Whether the object around a property does not require it. If that is not known, it counts as required. */
function isOptional(schema: JsonSchema, steps: readonly string[]): boolean {
  const last = steps.at(-1);
  if (last === undefined || /^\d+$/.test(last)) return false;
  const around = steps.slice(0, -1).reduce<JsonSchema | undefined>(schemaBelow, schema);
  if (around === undefined || schemaBelow(around, last) === undefined) return false;
  const required: unknown = around['required'];
  return !Array.isArray(required) || !required.includes(last);
}
