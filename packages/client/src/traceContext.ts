/** The headers of the W3C Trace Context recommendation. */
export interface TraceContext {
  readonly traceparent: string;
  readonly tracestate?: string;
}

const traceparent = /^[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(-.*)?$/;
const tracestate = /^[\x20-\x7e]{1,512}$/;

/**
 * The headers that pass a trace context on. A malformed one is left out, as the recommendation
 * says: tracing must not break what it watches.
 */
export function traceHeaders(context: TraceContext | undefined): Record<string, string> {
  if (context === undefined || !traceparent.test(context.traceparent)) return {};
  const state = context.tracestate;
  return state !== undefined && tracestate.test(state)
    ? { traceparent: context.traceparent, tracestate: state }
    : { traceparent: context.traceparent };
}
