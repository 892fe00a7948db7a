import type { Clause, Contract, RuleKind } from './contract.ts';
import type {
  DocumentedResponse,
  Operation,
  Parameter,
  Property,
  RequestBody,
} from './description.ts';
import { kinds } from './kinds/index.ts';

/** By the kind of a limit, the rows that it has besides those of its property. */
export type LimitSources = Readonly<Partial<Record<RuleKind, readonly string[]>>>;

/** A property without its schema. */
export interface TableProperty extends Omit<Property, 'schema'> {
  readonly limits?: LimitSources;
}

/** A parameter without its schema. */
export interface TableParameter extends Omit<Parameter, 'schema'> {
  readonly limits?: LimitSources;
}

/** A request body, only the properties right in it. */
export interface TableBody extends Pick<RequestBody, 'required' | 'mediaType' | 'alternatives'> {
  readonly properties: readonly TableProperty[];
  /** Ids of the rows that demand one of the alternatives; none where there is only one. */
  readonly source?: readonly string[];
}

/** A documented response, without what only a check of it needs. */
export type TableResponse = Pick<
  DocumentedResponse,
  'status' | 'description' | 'mediaType' | 'anyBody' | 'error'
>;

/** An operation without schemas and examples. */
export interface TableOperation extends Omit<Operation, 'parameters' | 'body' | 'responses'> {
  readonly parameters: readonly TableParameter[];
  readonly body?: TableBody;
  readonly responses: readonly TableResponse[];
}

/** The part of a contract that clients and commands need; small, so that they start fast. */
export interface OperationTable extends Pick<
  Contract,
  'api' | 'title' | 'version' | 'serverUrl' | 'basePath' | 'errors' | 'sensitive' | 'security'
> {
  readonly operations: readonly TableOperation[];
}

/** Derives the table of operations from a contract. */
export function operationTable(contract: Contract): OperationTable {
  const { api, title, version, serverUrl, basePath, errors, sensitive, security } = contract;
  return {
    api,
    title,
    version,
    serverUrl,
    basePath,
    errors,
    sensitive,
    security,
    operations: contract.operations.map((operation) => tableOperation(operation, contract)),
  };
}

function tableOperation(operation: Operation, { clauses }: Contract): TableOperation {
  const { body, ...rest } = operation;
  const own = clauses.filter(
    ({ group, operation: id }) => group === 'refuse' && id === operation.id,
  );
  const conditional = own.find(({ kind }) => kind === 'conditional');
  return {
    ...rest,
    parameters: operation.parameters.map((parameter) =>
      withoutSchema(
        parameter,
        own.filter((clause) => clause.element === parameter.name && clause.in === parameter.in),
      ),
    ),
    ...(body === undefined
      ? {}
      : {
          body: {
            required: body.required,
            mediaType: body.mediaType,
            alternatives: body.alternatives,
            properties: outermost(body.properties).map((property) =>
              withoutSchema(
                property,
                own.filter((clause) => clause.element === property.name && clause.in === undefined),
              ),
            ),
            ...(conditional === undefined ? {} : { source: conditional.source }),
          },
        }),
    responses: operation.responses.map(({ status, description, mediaType, anyBody, error }) => ({
      status,
      description,
      ...(mediaType === undefined ? {} : { mediaType }),
      ...(anyBody === undefined ? {} : { anyBody }),
      ...(error === undefined ? {} : { error }),
    })),
  };
}

function withoutSchema<M extends Property>(
  { schema: _schema, ...property }: M,
  clauses: readonly Clause[],
): Omit<M, 'schema'> & { readonly limits?: LimitSources } {
  const limits = clauses.flatMap(({ kind, source }) => {
    const isLimit = kinds[kind].family === 'limits' || kinds[kind].family === 'values';
    const more = source.filter((row) => !property.source.includes(row));
    return (isLimit || kind === 'pathParameter') && more.length > 0 ? [[kind, more] as const] : [];
  });
  return limits.length === 0 ? property : { ...property, limits: Object.fromEntries(limits) };
}

function outermost(properties: readonly Property[]): readonly Property[] {
  return properties.filter(
    ({ name }) =>
      !properties.some(
        (outer) => name.startsWith(`${outer.name}.`) || name.startsWith(`${outer.name}[]`),
      ),
  );
}
