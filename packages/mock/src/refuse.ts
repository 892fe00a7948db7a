import type { DocumentedResponse, Contract, JsonValue, Operation } from '@oidc-admin/contract';
import type { Broken } from '@oidc-admin/model';
import type { MockRefusal } from './definition.ts';
import { schemaExample } from './schemaExample.ts';
import { withValueAt } from './withValueAt.ts';

interface ErrorParts {
  readonly status: number;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: JsonValue;
}

/** Writes error responses of one API: the body that the API's hook writes or that the document shows, and the error's name. */
export class ErrorWriter {
  readonly #contract: Contract;
  readonly #write: ((refusal: MockRefusal) => JsonValue) | undefined;

  constructor(contract: Contract, write: ((refusal: MockRefusal) => JsonValue) | undefined) {
    this.#contract = contract;
    this.#write = write;
  }

  /** `operation` is left out for what happens outside of every operation, such as an unknown path. */
  error(
    status: number,
    more: {
      readonly message: string;
      readonly operation?: Operation;
      readonly broken?: Broken;
      readonly field?: { readonly at: string; readonly value: string };
      readonly headers?: readonly (readonly [string, string])[];
    },
  ): ErrorParts {
    const response = this.#documented(status, more.operation);
    const alike = response ?? this.#nearest(status, more.operation);
    const refusal: MockRefusal = {
      status,
      message: more.message,
      outside: more.operation === undefined,
      example: exampleOf(alike),
      ...(response === undefined ? {} : { response }),
      ...(more.broken === undefined ? {} : { broken: more.broken }),
    };
    const body = this.#write?.(refusal) ?? refusal.example;
    const { header, common } = this.#contract.errors;
    const name =
      response?.error?.name ?? common.find(({ statuses }) => statuses.includes(status))?.name;
    return {
      status,
      headers: [
        ['content-type', alike?.mediaType ?? 'application/json'],
        ...(header === undefined || name === undefined ? [] : [[header, name] as const]),
        ...(more.headers ?? []),
      ],
      body:
        more.field === undefined
          ? body
          : (withValueAt(body, more.field.at, more.field.value) ?? body),
    };
  }

  #documented(status: number, operation: Operation | undefined): DocumentedResponse | undefined {
    const operations = operation === undefined ? this.#contract.operations : [operation];
    return operations
      .flatMap(({ responses }) => responses)
      .find((response) => response.status === status && isError(response));
  }

  #nearest(status: number, operation: Operation | undefined): DocumentedResponse | undefined {
    const errors = (operation === undefined ? this.#contract.operations : [operation])
      .flatMap(({ responses }) => responses)
      .filter(isError);
    return (
      errors.find((response) => Math.floor(response.status / 100) === Math.floor(status / 100)) ??
      errors[0]
    );
  }
}

function isError({ status, mediaType }: DocumentedResponse): boolean {
  return status >= 400 && mediaType !== undefined;
}

/** What the document shows; where it shows nothing, a body made from the schema. */
function exampleOf(response: DocumentedResponse | undefined): JsonValue {
  const { examples = {}, schema } = response ?? {};
  return Object.values(examples)[0] ?? (schema === undefined ? {} : schemaExample(schema));
}
