import {
  type Attributes,
  context,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
  type Tracer,
} from '@opentelemetry/api';
import type { ClientOptions } from './options.ts';
import type { RequestEvent } from './pipeline.ts';
import type { TraceContext } from './traceContext.ts';

/** The options of a client that make its requests visible to OpenTelemetry. */
export type OpenTelemetryHooks = Required<Pick<ClientOptions, 'onRequest' | 'traceContext'>>;

/**
 * Hooks for the options of any client: each request is a span of the kind CLIENT below the active one, by the semantic conventions for
 * HTTP (https://opentelemetry.io/docs/specs/semconv/http/http-spans/), and the server gets its trace context. No header, body or error text is recorded, and the
 * URL is redacted. `tracer` is the one of `@oidc-admin/client` where left out.
 */
export function openTelemetryHooks({
  tracer,
}: { readonly tracer?: Tracer } = {}): OpenTelemetryHooks {
  // By the object that the client hands back. One whose request is never sent is forgotten with it.
  const spans = new WeakMap<TraceContext, Span>();
  // An SDK may be registered after the client was made.
  const tracing = (): Tracer => tracer ?? trace.getTracer('@oidc-admin/client');
  return {
    traceContext: () => {
      const span = tracing().startSpan('HTTP', { kind: SpanKind.CLIENT }, context.active());
      const passed = traceContextOf(span);
      spans.set(passed, span);
      return passed;
    },
    onRequest: (event) => {
      // A call may bring a trace context of its own: its span is made afterwards.
      const span =
        (event.traceContext && spans.get(event.traceContext)) ??
        tracing().startSpan('HTTP', {
          kind: SpanKind.CLIENT,
          startTime: Date.now() - event.durationMs,
        });
      describe(span, event);
      span.end();
    },
  };
}

function traceContextOf(span: Span): TraceContext {
  const { traceId, spanId, traceFlags, traceState } = span.spanContext();
  const tracestate = traceState?.serialize();
  return {
    traceparent: `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`,
    ...(tracestate ? { tracestate } : {}),
  };
}

function describe(span: Span, event: RequestEvent): void {
  const { method, path, status, errorCode } = event;
  span.updateName(`${method} ${path}`);
  span.setAttributes(attributesOf(event));
  const isRefused = status !== undefined && status >= 400;
  // No message: it may quote what the server sent.
  if (isRefused || errorCode !== undefined) span.setStatus({ code: SpanStatusCode.ERROR });
}

function attributesOf({ method, path, url, status, errorCode, attempt }: RequestEvent): Attributes {
  const { hostname, port, protocol } = new URL(url);
  const isRefused = status !== undefined && status >= 400;
  const error = isRefused ? String(status) : errorCode;
  return {
    'http.request.method': method,
    'server.address': hostname,
    'server.port': Number(port) || (protocol === 'https:' ? 443 : 80),
    'url.full': url,
    'url.template': path,
    ...(status === undefined ? {} : { 'http.response.status_code': status }),
    ...(attempt > 1 ? { 'http.request.resend_count': attempt - 1 } : {}),
    ...(error === undefined ? {} : { 'error.type': error }),
  };
}
