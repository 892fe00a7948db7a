import type { OperationTable, TableOperation } from '@oidc-admin/contract';
import { ClientError, type ErrorDetails } from './errors.ts';

/** What a documented error is made of. */
interface DocumentedDetails extends ErrorDetails {
  readonly status: number;
  readonly wireCode?: string | undefined;
}

// oxlint-disable typescript/no-unnecessary-type-parameters -- the generated types of each error fill them in
/** An error that the specification documents. `code` is the name that the specification gives it. */
export abstract class DocumentedError<
  Code extends string = string,
  Body = unknown,
> extends ClientError<DocumentedDetails> {
  abstract override readonly code: Code;
  declare readonly status: number;
  /** As sent, secrets redacted; none where the response's body was empty. */
  declare readonly body?: Body;
  /** The server's own name or code of the error, where it gave one. */
  declare readonly wireCode?: string;
}
// oxlint-enable typescript/no-unnecessary-type-parameters

/** The class of one documented error. */
export interface DocumentedErrorClass<Code extends string = string, Body = unknown> {
  new (details: DocumentedDetails): DocumentedError<Code, Body>;
  readonly code: Code;
}

function classOf(code: string): DocumentedErrorClass {
  // A computed key gives the class its name.
  return {
    [code]: class extends DocumentedError {
      static override readonly code = code;
      override readonly code = code;
    },
  }[code] as DocumentedErrorClass;
}

/** One class per error name that the table's operations document. */
export function errorClasses(
  table: OperationTable,
): Readonly<Record<string, DocumentedErrorClass>> {
  const classes: Record<string, DocumentedErrorClass> = {};
  for (const { error } of table.operations.flatMap(({ responses }) => responses))
    if (error !== undefined) classes[error.name] ??= classOf(error.name);
  return classes;
}

type ResponseOf<Table extends OperationTable> = Table['operations'][number]['responses'][number];

/** The names of a table's documented errors. */
export type ErrorCode<Table extends OperationTable> =
  ResponseOf<Table> extends infer Found
    ? Found extends { readonly error: { readonly name: infer Name extends string } }
      ? Name
      : never
    : never;

type StatusOf<Table extends OperationTable, Code> =
  ResponseOf<Table> extends infer Found
    ? Found extends {
        readonly status: infer Status;
        readonly error: { readonly name: infer Name };
      }
      ? Code extends Name
        ? Status
        : never
      : never
    : never;

type BodyAt<Operations, Status> = Operations extends unknown
  ? {
      [Id in keyof Operations]: Operations[Id] extends { responses: infer Responses }
        ? Status extends keyof Responses
          ? Responses[Status] extends { content: infer Content }
            ? Content[keyof Content]
            : never
          : never
        : never;
    }[keyof Operations]
  : never;

/** The classes of a table's documented errors, by name; bodies are typed from the generated operations. */
export type ErrorClasses<Table extends OperationTable, Operations> = {
  readonly [Code in ErrorCode<Table>]: DocumentedErrorClass<
    Code,
    BodyAt<Operations, StatusOf<Table, Code>>
  >;
};

/** The union of a table's documented errors, discriminated by `code`. */
export type DocumentedErrorOf<Table extends OperationTable, Operations> = {
  [Code in ErrorCode<Table>]: DocumentedError<Code, BodyAt<Operations, StatusOf<Table, Code>>>;
}[ErrorCode<Table>];

/** Which of the documented errors a response is, and whether a retry is sensible. */
interface FoundError {
  readonly name: string;
  readonly retry: boolean;
}

/**
 * Which error a response is: found by the name on the wire, among those of the operation and those that every operation
 * may answer, else by the status.
 */
export function documentedError(
  { errors: { common = [] } }: Pick<OperationTable, 'errors'>,
  { responses }: TableOperation,
  status: number,
  wireCode: string | undefined,
): FoundError | undefined {
  const own = responses.find(({ error }) => error !== undefined && error.name === wireCode)?.error;
  if (own !== undefined) return own;
  const shared = common.find(({ name }) => name === wireCode);
  if (shared !== undefined) return { name: shared.as, retry: shared.retry };
  return responses.find((response) => response.error !== undefined && response.status === status)
    ?.error;
}
