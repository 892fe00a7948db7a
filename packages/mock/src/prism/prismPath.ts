import { MIMEType } from 'node:util';
import type { JsonValue } from '@oidc-admin/contract';
import type { IPrismDiagnostic } from '@stoplight/prism-core';
import {
  type IHttpOperationConfig,
  type IHttpRequest,
  type IHttpResponse,
  type PrismHttpComponents,
  createInstance,
  getHttpOperationsFromSpec,
  ProblemJsonError,
} from '@stoplight/prism-http';
import prismMocker from '@stoplight/prism-http/dist/mocker/index.js';
import { left, right, isLeft } from 'fp-ts/lib/Either.js';
import type { DecisionInput } from '../decide.ts';
import type { Received, Violation } from '../exchange.ts';
import type { Decision } from '../fault.ts';
import { preferOf } from './preferOf.ts';
import { prismRequest } from './prismRequest.ts';
import { silentLogger } from './silentLogger.ts';

/** One request on its way through Prism. */
export interface PrismCall {
  readonly received: Received;
  readonly input: DecisionInput;
  /** Decides by the model, in the state at that moment. */
  readonly decide: () => Decision;
  /** Makes the state that follows a decision the current one. Called at the same moment as `decide`. */
  readonly commit: (decision: Decision) => Decision;
}

export interface PrismResponse {
  readonly decision: Decision;
  readonly violations: readonly Violation[];
}

/** Prism's own way from a request to a response, with one component replaced: the one that makes up answers asks the model. */
export interface PrismPath {
  response(call: PrismCall): Promise<PrismResponse>;
}

type MockComponent = PrismHttpComponents['mock'];

/** Prepares Prism for a document. Slow (it resolves every reference), so it is done once and only when needed. */
export async function createPrismPath(document: unknown): Promise<PrismPath> {
  const operations = await getHttpOperationsFromSpec(structuredClone(document) as object);
  const calls = new WeakMap<IHttpRequest, PrismCall & { decided?: Decision }>();

  const mock: MockComponent =
    ({ resource, input, config }) =>
    (logger) => {
      const call = calls.get(input.data);
      if (call === undefined) return left(new Error('Prism mocks a request that it was not given'));
      const decided = call.decide();
      const wanted = preferOf(call.received.headers['prefer']);
      const asks =
        wanted.code !== undefined || wanted.exampleKey !== undefined || wanted.dynamic === true;
      if (decided.broken.length > 0 || !asks) {
        call.decided = call.commit(decided);
        return right(responseOf(decided));
      }
      const own = ownMocker({
        resource,
        input: { data: input.data, validations: [] },
        config: { ...config, ...wanted, dynamic: wanted.dynamic ?? false },
      })(logger);
      call.decided = isLeft(own)
        ? problemDecision(call, decided, own.left)
        : preferredDecision(decided, own.right);
      return right(responseOf(call.decided));
    };

  const config = {
    isProxy: false,
    checkSecurity: true,
    validateRequest: true,
    validateResponse: true,
    errors: false,
    upstreamProxy: undefined,
    mock: { dynamic: false } satisfies IHttpOperationConfig,
  } as const;
  const prism = createInstance(config, { logger: silentLogger, mock });

  return {
    response: async (call) => {
      const input = prismRequest(call.received, call.input.operation, call.input.request);
      const kept: PrismCall & { decided?: Decision } = { ...call };
      calls.set(input, kept);
      // Prism throws on a Content-Type that it cannot read; what is answered then is the model's decision alone.
      if (!isReadable(call.received.headers['content-type']))
        return { decision: call.commit(call.decide()), violations: [] };
      const result = await prism.request(input, operations)();
      if (isLeft(result)) throw result.left;
      if (kept.decided === undefined) throw new Error('Prism answered without asking its mock');
      const violations = result.right.validations.input.map(violationOf);
      return { decision: kept.decided, violations };
    },
  };
}

type Module = { readonly default?: MockComponent };

/** Prism's own `mock` component, which its index does not export. Vitest takes it out of the module, and Node does not. */
const ownMocker = (prismMocker as Module).default ?? (prismMocker as unknown as MockComponent);

/** Prism's own response to what a request prefers; changes nothing. */
function preferredDecision(decided: Decision, response: IHttpResponse): Decision {
  const headers = Object.entries(response.headers ?? {})
    // Prism gives a header null where the document shows no example of it.
    .filter(([, value]: [string, unknown]) => value !== null && value !== undefined)
    .map(([name, value]): [string, string] => [name.toLowerCase(), value]);
  const body = response.body as JsonValue | undefined;
  return {
    status: response.statusCode,
    headers: body === undefined ? headers.filter(([name]) => name !== 'content-type') : headers,
    body,
    next: decided.next,
    broken: [],
  };
}

/** What Prism cannot answer, such as an example that the document does not have, in the API's own error body. */
function problemDecision(call: PrismCall, decided: Decision, problem: Error): Decision {
  // Prism throws a plain error where it finds no example under a status, nor any other response to fall back to.
  const status = problem instanceof ProblemJsonError ? problem.status : 404;
  const { errors, operation } = call.input;
  const { headers, body } = errors.error(status, { operation, message: problem.message });
  return { status, headers, body, next: decided.next, broken: [] };
}

function isReadable(contentType: string | undefined): boolean {
  try {
    return contentType === undefined || new MIMEType(contentType).essence !== '';
  } catch {
    return false;
  }
}

function responseOf({ status, headers, body }: Decision): IHttpResponse {
  return {
    statusCode: status,
    headers: Object.fromEntries(headers),
    ...(body === undefined ? {} : { body }),
  };
}

function violationOf({ path, code }: IPrismDiagnostic): Violation {
  return { location: path ?? [], code: String(code ?? '') };
}
