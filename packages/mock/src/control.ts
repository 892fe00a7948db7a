import type { JsonValue } from '@oidc-admin/contract';
import { isObject } from '@oidc-admin/model';
import { controlTokenHeader } from './controlGuard.ts';
import type { MockEngine } from './engine.ts';
import type { Received, MockReply, Responder } from './exchange.ts';
import { readFaultOptions } from './faultOptions.ts';
import type { Mock } from './mock.ts';
import { controlPage, pageView } from './page/controlPage.ts';
import { parseBody } from './parseBody.ts';
import { redactedLine } from './redactedLine.ts';
import { replyOf } from './replyOf.ts';
import type { StateJson } from './state/stateJson.ts';
import { readCallFilter, type CallVerdict } from './verifyCalls.ts';

/** What the control interface works on. */
export interface Controls {
  readonly mock: Mock;
  /** Whether an expectation holds, as somebody wrote it. Throws where it is none, and where the log cannot tell. */
  readonly verdict: (expectation: unknown) => CallVerdict;
  readonly isSandbox: boolean;
}

/**
 * Puts the control interface before the API, under a path prefix of its own:
 * `GET /state`, `POST /state` (adds), `POST /reset`, `GET /requests` (redacted), `GET /faults`,
 * `PUT /faults/{name}?operation=…`, `DELETE /faults` and `DELETE /faults/{name}`; `GET /calls?operation=…` and `POST /verify` (redacted);
 * `GET /` is a page that shows all of it, from `GET /view`; `GET /sandboxes`, `PUT` (with a state, if wanted) and `DELETE /sandboxes/{name}`. Nothing of it appears in the log.
 */
export function controlled(
  engine: MockEngine,
  controls: Controls,
  prefix: string,
  isAllowed: (received: Received) => boolean,
): Responder {
  const root = prefix.replace(/\/+$/, '');
  if (!root.startsWith('/') || root.length < 2)
    throw new Error(
      `the control prefix '${prefix}' must begin with a slash and have a name after it`,
    );
  return {
    handle: (received) => {
      const { path, query } = split(received.target);
      if (path !== root && !path.startsWith(`${root}/`)) return engine.handle(received);
      if (!isAllowed(received)) return forbidden();
      try {
        const name = decodeURIComponent(path.slice(root.length + 1));
        const reply =
          controlPage(received, root, name) ??
          replyJson(response(controls, received, name, query)) ??
          notFound(root);
        const saved = engine.whenSaved(() => reply);
        return saved instanceof Promise ? saved.catch((error) => failed(500, error)) : saved;
      } catch (error) {
        return failed(400, error);
      }
    },
    refuse: (received, status, message) => engine.refuse(received, status, message),
  };
}

const json = [['content-type', 'application/json']] as const;
const done = { done: true };

function response(
  { mock, verdict, isSandbox }: Controls,
  received: Received,
  name: string,
  query: string,
): unknown {
  const [first, ...rest] = name.split('/');
  const inner = rest.join('/');
  switch (`${received.method} ${first}${inner === '' ? '' : '/'}`) {
    case 'GET state':
      return mock.state.read();
    case 'POST state':
      mock.state.seed(stateIn(received));
      return done;
    case 'POST reset':
      mock.reset();
      return done;
    case 'GET requests':
      return mock.requests.map((exchange) => redactedLine(mock.contract, exchange));
    case 'GET faults':
      return mock.faults.list();
    case 'PUT faults/':
      mock.faults.on(inner, readFaultOptions(query));
      return done;
    case 'GET view':
      return pageView(mock, isSandbox);
    case 'GET calls':
      return mock.calls(readCallFilter(query, mock.contract));
    case 'POST verify':
      return verdict(jsonIn(received, 'an expectation'));
    case 'GET sandboxes':
      return mock.sandboxes.list();
    case 'PUT sandboxes/': {
      const sandbox = mock.sandboxes.get(inner);
      if (received.body.byteLength > 0) sandbox.state.seed(stateIn(received));
      return done;
    }
    case 'DELETE sandboxes/':
      mock.sandboxes.drop(inner);
      return done;
    case 'DELETE faults':
      mock.faults.off();
      return done;
    case 'DELETE faults/':
      mock.faults.off(inner);
      return done;
    default:
      return undefined;
  }
}

function forbidden(): MockReply {
  const message = `only for localhost, 127.0.0.1 and [::1], and pages of these, or with the token in ${controlTokenHeader}`;
  return replyOf(403, json, { message });
}

function failed(status: number, error: unknown): MockReply {
  return replyOf(status, json, { message: error instanceof Error ? error.message : 'unknown' });
}

function stateIn(received: Received): StateJson {
  return jsonIn(received, 'a state: {"resources": {…}}');
}

function jsonIn(received: Received, what: string): JsonObject {
  const body = parseBody(received.body);
  if (body.kind === 'json' && isObject(body.value)) return body.value;
  throw new Error(`the body must be JSON, ${what}`);
}

type JsonObject = Readonly<Record<string, JsonValue>>;

function split(target: string): { readonly path: string; readonly query: string } {
  const mark = target.indexOf('?');
  return mark < 0
    ? { path: target, query: '' }
    : { path: target.slice(0, mark), query: target.slice(mark + 1) };
}

function replyJson(body: unknown): MockReply | undefined {
  if (body === undefined) return undefined;
  return { status: 200, headers: json, body: new TextEncoder().encode(JSON.stringify(body)) };
}

function notFound(root: string): MockReply {
  const known =
    'GET or POST state, POST reset, GET requests, GET, PUT or DELETE faults, GET calls, POST verify, GET, PUT or DELETE sandboxes';
  return replyOf(404, json, { message: `below ${root} there is: ${known}` });
}
