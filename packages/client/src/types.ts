import type { TraceContext } from './traceContext.ts';

type Simplify<T> = T extends unknown ? { [Name in keyof T]: T[Name] } : never;

type Given<T> = [NonNullable<T>] extends [never] ? unknown : NonNullable<T>;

type Parameters<Operation, Place extends string> = Operation extends {
  parameters: { [Name in Place]?: infer Found };
}
  ? Given<Found>
  : unknown;

type Body<Operation> = Operation extends { requestBody?: infer Found }
  ? Given<Found> extends { content: infer Content }
    ? Content[keyof Content]
    : unknown
  : unknown;

/** The one flat input of an operation: its path, query and header parameters and its body's properties. */
export type InputOf<Operation> = Simplify<
  Parameters<Operation, 'path'> &
    Parameters<Operation, 'query'> &
    Parameters<Operation, 'header'> &
    Body<Operation>
>;

type SuccessStatus = 200 | 201 | 202 | 204;

type ContentOf<Response> = Response extends { content: infer Content }
  ? Content[keyof Content]
  : void;

/** What an operation answers: the JSON of its success, nothing where it has no body. */
export type OutputOf<Operation> = Operation extends { responses: infer Responses }
  ? {
      [Status in keyof Responses & SuccessStatus]: ContentOf<Responses[Status]>;
    }[keyof Responses & SuccessStatus]
  : never;

/** What one call may ask for beside its input. */
export interface CallOptions {
  /** Ends the call with an `AbortedError`. */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds for the whole call, retries included; in place of the client's. */
  readonly timeoutMs?: number | undefined;
  /** `false` sends this call once, whatever the client's own `retry` says. */
  readonly retry?: false | undefined;
  /** Passed on in place of what the client's `traceContext` answers. */
  readonly traceContext?: TraceContext | undefined;
}

/** What each operation takes, where its types have no names. */
export type InputsOf<Operations> = { readonly [Id in keyof Operations]: InputOf<Operations[Id]> };

/** One method per operation: typed input, typed output, errors are thrown. `Inputs` are named types of the inputs. */
export type Methods<
  Operations,
  Inputs extends Record<keyof Operations, unknown> = InputsOf<Operations>,
> = {
  readonly [Id in keyof Operations]: object extends Inputs[Id]
    ? (input?: Inputs[Id], options?: CallOptions) => Promise<OutputOf<Operations[Id]>>
    : (input: Inputs[Id], options?: CallOptions) => Promise<OutputOf<Operations[Id]>>;
};
