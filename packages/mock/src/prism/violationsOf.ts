import { parse } from 'node:querystring';
import {
  type Contract,
  isAmongMediaTypes,
  type JsonSchema,
  type JsonValue,
  type Operation,
  schemesOf,
  type SecurityScheme,
} from '@oidc-admin/contract';
import type { Model, ModelRequest } from '@oidc-admin/model';
import type { Received, Violation } from '../exchange.ts';
import { readQuery } from '../readQuery.ts';

/**
 * Where a request violates the document, as Prism would report it, found with the model's own validators. Only
 * explains: what is answered is the model's decision.
 */
export function violationsOf(
  contract: Contract,
  model: Model,
  operation: Operation,
  request: ModelRequest,
  received: Received,
): readonly Violation[] {
  return [
    ...securityViolations(contract, operation, received),
    ...bodyViolations(model, operation, request, received),
    ...queryViolations(operation, received),
    ...pathViolations(operation, request),
  ];
}

/** Prism only asks whether the header is there. */
function securityViolations(
  contract: Contract,
  operation: Operation,
  { headers, target }: Received,
): readonly Violation[] {
  const isThere = ({ header, parameter }: SecurityScheme): boolean => {
    if (parameter?.in === 'query')
      return readQuery(target.split('?', 2)[1] ?? '')?.[parameter.name] !== undefined;
    return Boolean(headers[header.toLowerCase()]);
  };
  const schemes = schemesOf(operation).flatMap((name) => contract.security[name] ?? []);
  return schemes.length === 0 || schemes.some(isThere) ? [] : [{ location: [], code: '401' }];
}

function bodyViolations(
  model: Model,
  { id, body }: Operation,
  request: ModelRequest,
  { headers }: Received,
): readonly Violation[] {
  const value = request.body.kind === 'json' ? request.body.value : undefined;
  // Prism takes false, 0, "" and null for no body.
  if (body?.required === true && !value) return [{ location: [], code: 'required' }];
  const sent = Number.parseInt(headers['content-length'] ?? '', 10) > 0;
  const [given] = (headers['content-type'] ?? '').split(';');
  const type = given?.trim().toLowerCase() ?? '';
  const supported =
    body !== undefined &&
    (type === '' || isAmongMediaTypes([body.mediaType, ...(body.otherMediaTypes ?? [])], type));
  if (sent && !supported) return [{ location: [], code: '415' }];
  return body === undefined || value === undefined ? [] : model.validators.violations(id, value);
}

function queryViolations({ parameters }: Operation, { target }: Received): readonly Violation[] {
  const mark = target.indexOf('?');
  const query = mark < 0 ? {} : parse(target.slice(mark + 1));
  const values = new Map(Object.entries(query).map(([name, value]) => [name.toLowerCase(), value]));
  return parameters
    .filter((parameter) => parameter.in === 'query')
    .flatMap(({ name, schema, required }) => {
      const lower = name.toLowerCase();
      const value = values.get(lower);
      if (Array.isArray(value)) return [{ location: ['query', lower], code: 'type' }];
      if (value === undefined || value === '')
        return required ? [{ location: ['query'], code: 'required' }] : [];
      return brokenKeywords(schema, value).map((code) => ({ location: ['query', lower], code }));
    });
}

function pathViolations({ parameters }: Operation, { path }: ModelRequest): readonly Violation[] {
  return parameters
    .filter((parameter) => parameter.in === 'path')
    .flatMap(({ name, schema }) =>
      brokenKeywords(schema, path[name] ?? '').map((code) => ({
        location: ['path', name.toLowerCase()],
        code,
      })),
    );
}

/** The keywords of a text's schema that a text breaks, in the order in which Ajv reports them. */
function brokenKeywords(schema: JsonSchema, text: string): readonly string[] {
  const { maxLength, minLength, pattern, enum: values } = schema;
  const length = Array.from(text).length;
  return [
    ...(typeof maxLength === 'number' && length > maxLength ? ['maxLength'] : []),
    ...(typeof minLength === 'number' && length < minLength ? ['minLength'] : []),
    ...(typeof pattern === 'string' && !new RegExp(pattern, 'u').test(text) ? ['pattern'] : []),
    ...(Array.isArray(values) && !(values as readonly JsonValue[]).includes(text) ? ['enum'] : []),
  ];
}
