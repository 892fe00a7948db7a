import {
  ownValue,
  isObject,
  valueAt,
  valuesAt,
  type DocumentedResponse,
  type Contract,
  type JsonValue,
  type Operation,
} from '@oidc-admin/contract';
import type { Context } from './context.ts';
import type { AllowedResponse, BodyExpected, Mismatch, ObservedResponse } from './model.ts';

/** How an error response differs from what its outcome and the document's way to name errors demand. */
export function judgeError(
  context: Context,
  operation: Operation,
  response: AllowedResponse,
  body: Extract<BodyExpected, { kind: 'error' }>,
  observed: ObservedResponse,
): readonly Mismatch[] {
  const cite = (
    message: string,
    expected: JsonValue | undefined,
    actual: JsonValue | undefined,
  ): Mismatch => ({
    clause: response.clause,
    binding: 'MUST',
    message,
    expected,
    actual,
  });
  const mismatches: Mismatch[] = [];
  if (body.field !== undefined) {
    const { at, value } = body.field;
    const named = valuesAt(observed.body, at);
    if (!named.some((name) => names(name, value))) {
      mismatches.push(cite(`nothing at ${at} names ${value}`, value, [...named]));
    }
  }
  if (body.without !== undefined && valueAt(observed.body, body.without) !== undefined) {
    mismatches.push(
      cite(`${body.without} is there`, undefined, valueAt(observed.body, body.without)),
    );
  }
  const name = errorName(context.contract, observed);
  if (body.name !== undefined && name !== body.name)
    mismatches.push(cite(`the error's name is another one`, body.name, name));
  return [...mismatches, ...judgePair(context, operation, response, observed)];
}

/** Whether a text names a property, alone or at the end of a path to it. */
function names(text: JsonValue, property: string): boolean {
  return typeof text === 'string' && text.split(/[./]/).at(-1) === property;
}

/** The error's name and the status must be documented together, where the document promises that. */
function judgePair(
  context: Context,
  operation: Operation,
  response: AllowedResponse,
  observed: ObservedResponse,
): readonly Mismatch[] {
  const { errors } = context.contract;
  if (!errors.paired) return [];
  const { id: clause, binding } = context.clauses.get(operation.id, 'errorPair');
  const name = errorName(context.contract, observed);
  const cite = (message: string, expected: string, own = binding): readonly Mismatch[] => [
    { clause, binding: own, message, expected, actual: name },
  ];
  const documented = operation.responses.filter(({ error }) => error !== undefined);
  const ofStatus = documented.filter(({ status }) => status === observed.status).map(nameOfError);
  const ofName = documented.filter(({ error }) => error?.name === name).map(({ status }) => status);
  if (name === undefined)
    return ofStatus.length === 0 ? [] : cite('the error has no name', ofStatus.join(' or '));
  if (ofName.includes(observed.status)) return [];
  if (ofName.length > 0) {
    return cite(
      `the error ${name} has the status ${observed.status}`,
      `status ${ofName.join(' or ')}`,
    );
  }
  // What every operation may answer is bound to no status.
  if (ofStatus.length === 0 || errors.common.some((common) => common.name === name)) return [];
  // Credentials are often refused before a request reaches the service, under names of their own.
  const own = response.broken?.kind === 'security' ? 'SHOULD' : binding;
  return cite(`the status ${observed.status} has another error name`, ofStatus.join(' or '), own);
}

function nameOfError({ error }: DocumentedResponse): string {
  return error?.name ?? '';
}

/** The name of an error: from the header, else from the body; a namespace before it and what follows a colon are dropped. */
export function errorName(
  { errors }: Contract,
  observed: Pick<ObservedResponse, 'headers' | 'body'>,
): string | undefined {
  const { header, properties } = errors;
  const inHeader =
    header === undefined ? undefined : ownValue(observed.headers, header.toLowerCase());
  const body = isObject(observed.body) ? observed.body : {};
  const given = [inHeader, ...properties.map((property) => ownValue(body, property))].find(
    (value) => typeof value === 'string' && value !== '',
  );
  if (typeof given !== 'string') return undefined;
  const [name = ''] = given.split(':');
  return name.slice(name.indexOf('#') + 1).trim();
}
