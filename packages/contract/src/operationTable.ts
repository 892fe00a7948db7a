import type { Answer, Contract, Member, Operation, Parameter, RequestBody } from './contract.ts';

/** A member without its schema. */
export type TableMember = Omit<Member, 'schema'>;

/** A parameter without its schema. */
export type TableParameter = Omit<Parameter, 'schema'>;

/** A request body, only the members right in it. */
export interface TableBody extends Pick<RequestBody, 'required' | 'mediaType' | 'alternatives'> {
  readonly members: readonly TableMember[];
  /** Ids of the rows that demand one of the alternatives; none where there is only one. */
  readonly source?: readonly string[];
}

/** A documented answer, without what only a check of it needs. */
export type TableAnswer = Pick<
  Answer,
  'status' | 'description' | 'mediaType' | 'anyBody' | 'error'
>;

/** An operation without schemas and examples. */
export interface TableOperation extends Omit<Operation, 'parameters' | 'body' | 'answers'> {
  readonly parameters: readonly TableParameter[];
  readonly body?: TableBody;
  readonly answers: readonly TableAnswer[];
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
  const conditional = clauses.find(
    (clause) => clause.kind === 'conditional' && clause.operation === operation.id,
  );
  return {
    ...rest,
    parameters: operation.parameters.map(withoutSchema),
    ...(body === undefined
      ? {}
      : {
          body: {
            required: body.required,
            mediaType: body.mediaType,
            alternatives: body.alternatives,
            members: outermost(body.members).map(withoutSchema),
            ...(conditional === undefined ? {} : { source: conditional.source }),
          },
        }),
    answers: operation.answers.map(({ status, description, mediaType, anyBody, error }) => ({
      status,
      description,
      ...(mediaType === undefined ? {} : { mediaType }),
      ...(anyBody === undefined ? {} : { anyBody }),
      ...(error === undefined ? {} : { error }),
    })),
  };
}

function withoutSchema<M extends Member>(member: M): Omit<M, 'schema'> {
  const { schema: _, ...rest } = member;
  return rest;
}

function outermost(members: readonly Member[]): readonly Member[] {
  return members.filter(
    ({ name }) =>
      !members.some(
        (outer) => name.startsWith(`${outer.name}.`) || name.startsWith(`${outer.name}[]`),
      ),
  );
}
