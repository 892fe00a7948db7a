import { createRouter } from '@oidc-admin/model';
import { http, HttpResponse, type HttpHandler } from 'msw';
import type { Mock } from '../mock.ts';
import { parseBody } from '../parseBody.ts';

type Content<Part> = Part extends { readonly content: { readonly 'application/json': infer Body } }
  ? Body
  : undefined;

/** What a handler of one operation gets: the parameters of the path, and the body as JSON. */
export interface HandledCall<Operation> {
  readonly path: Operation extends { readonly parameters: { readonly path: infer Path } }
    ? Path
    : Readonly<Record<string, never>>;
  readonly body: Operation extends { readonly requestBody: infer Body } ? Content<Body> : undefined;
  readonly request: Request;
}

/** A response that the operation documents: a status, and the body that belongs to it. */
export type OperationReply<Operation> = Operation extends { readonly responses: infer Responses }
  ? {
      [Status in keyof Responses & number]: {
        readonly status: Status;
        readonly body?: Content<Responses[Status]>;
      };
    }[keyof Responses & number]
  : never;

/** Handlers for MSW's `setupServer`; for `setupWorker` where the bundler brings stand-ins for Node's modules. */
export interface MockHandlers<Operations> {
  /** Answers every request below the address as the mock does. Give it last: the first handler that fits answers. */
  readonly all: HttpHandler;
  /**
   * Answers one operation in your own way, with a response that the document has; undefined leaves the request to the next handler,
   * and so does a body that should be JSON and is none.
   * Throws at an operation that the document does not have.
   */
  on<Id extends keyof Operations & string>(
    operation: Id,
    answer: (
      call: HandledCall<Operations[Id]>,
    ) =>
      | OperationReply<Operations[Id]>
      | undefined
      | Promise<OperationReply<Operations[Id]> | undefined>,
  ): HttpHandler;
}

/**
 * Handlers for MSW that answer as a mock does, at the address where a client looks for the server; with its base path. `Operations` are
 * the types of the API's client: `mswHandlers<operations>(createMyApiMock(), url)`.
 */
export function mswHandlers<Operations>(mock: Mock, url: string): MockHandlers<Operations> {
  const root = url.replace(/\/+$/, '');
  const route = createRouter(mock.contract);
  return {
    all: http.all(`${root}/*`, ({ request }) => mock.fetch(request)),
    on: (id, answer) => {
      const operation = mock.contract.operations.find((one) => one.id === id);
      if (operation === undefined) throw new Error(`there is no operation '${id}'`);
      type Call = Parameters<typeof answer>[0];
      return http.all(`${root}/*`, async ({ request }) => {
        const found = route(request.method, new URL(request.url).pathname);
        if (found.kind !== 'operation' || found.operation !== operation) return undefined;
        const given = parseBody(new Uint8Array(await request.clone().arrayBuffer()));
        // An answer expects a body as documented; what is none is refused by the next handler.
        const isJson = /[/+]json$/.test(operation.body?.mediaType ?? '');
        if (given.kind === 'malformed' && isJson) return undefined;
        const body = given.kind === 'json' ? given.value : undefined;
        const reply = (await answer({ path: found.path, body, request } as Call)) as
          | { readonly status: number; readonly body?: object }
          | undefined;
        if (reply === undefined) return undefined;
        const { status } = reply;
        return reply.body === undefined
          ? new HttpResponse(null, { status })
          : HttpResponse.json(reply.body, { status });
      });
    },
  };
}
