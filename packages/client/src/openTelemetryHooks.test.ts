import { AsyncLocalStorage } from 'node:async_hooks';
import {
  type Context,
  context,
  type ContextManager,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import {
  ATTR_ERROR_TYPE,
  ATTR_HTTP_REQUEST_METHOD,
  ATTR_HTTP_REQUEST_RESEND_COUNT,
  ATTR_HTTP_RESPONSE_STATUS_CODE,
  ATTR_SERVER_ADDRESS,
  ATTR_SERVER_PORT,
  ATTR_URL_FULL,
} from '@opentelemetry/semantic-conventions';
import { ATTR_URL_TEMPLATE } from '@opentelemetry/semantic-conventions/incubating';
import { expect, onTestFinished, test } from 'vitest';
import { createNotesClient, notesToken } from './fixtures/notesClient.ts';
import { openTelemetryHooks } from './openTelemetryHooks.ts';

const secret = 'hidden0secret';

/** A client whose requests are traced by the real SDK; each response is the next of those given. */
function traced(...responses: readonly (() => Response)[]) {
  const exporter = new InMemorySpanExporter();
  const provider = new BasicTracerProvider({
    spanProcessors: [new SimpleSpanProcessor(exporter)],
  });
  const tracer = provider.getTracer('test');
  const sent: Headers[] = [];
  const { methods } = createNotesClient('https://notes.example', {
    ...openTelemetryHooks({ tracer }),
    fetch: (_, { headers }) => {
      const next = responses[sent.length];
      sent.push(new Headers(headers));
      if (next === undefined) throw new Error(`unreachable ${secret}`);
      return Promise.resolve(next());
    },
  });
  return { methods, tracer, sent, spans: () => exporter.getFinishedSpans() };
}

function ok(): Response {
  return Response.json({ id: 'a' });
}

test('a request is a span by the conventions for HTTP, and the server gets its trace context', async () => {
  const { methods, sent, spans } = traced(ok);
  await methods.getNote({ id: 'a' });
  const [span] = spans();
  expect(span).toMatchObject({
    name: 'GET /notes/{id}',
    kind: SpanKind.CLIENT,
    status: { code: SpanStatusCode.UNSET },
    attributes: {
      [ATTR_HTTP_REQUEST_METHOD]: 'GET',
      [ATTR_HTTP_RESPONSE_STATUS_CODE]: 200,
      [ATTR_SERVER_ADDRESS]: 'notes.example',
      [ATTR_SERVER_PORT]: 443,
      [ATTR_URL_FULL]: 'https://notes.example/notes/a',
      [ATTR_URL_TEMPLATE]: '/notes/{id}',
    },
  });
  const { traceId = '', spanId = '' } = span?.spanContext() ?? {};
  expect(sent[0]?.get('traceparent')).toBe(`00-${traceId}-${spanId}-01`);
});

test('a request that is sent again is a span of its own, and each names its error', async () => {
  const failing = (): Response => Response.json({ text: secret }, { status: 503 });
  const { methods, spans, sent } = traced(failing, ok);
  await methods.getNote({ id: 'a' });
  const [first, second] = spans();
  expect(first).toMatchObject({
    status: { code: SpanStatusCode.ERROR },
    attributes: { [ATTR_HTTP_RESPONSE_STATUS_CODE]: 503, [ATTR_ERROR_TYPE]: '503' },
  });
  expect(second?.attributes).toMatchObject({
    [ATTR_HTTP_RESPONSE_STATUS_CODE]: 200,
    [ATTR_HTTP_REQUEST_RESEND_COUNT]: 1,
  });
  expect(first?.attributes).not.toHaveProperty(ATTR_HTTP_REQUEST_RESEND_COUNT);
  expect(sent[0]?.get('traceparent')).not.toBe(sent[1]?.get('traceparent'));
});

test('a span without a response names the kind of error, and nothing secret stands in any', async () => {
  const { methods, spans } = traced();
  await expect(methods.getNote({ id: 'a', key: secret })).rejects.toThrow('getNote');
  await expect(methods.search({ words: secret })).rejects.toThrow('search');
  const found = spans();
  expect(found.map(({ attributes }) => attributes[ATTR_ERROR_TYPE])).toContain('ConnectionError');
  const shown = JSON.stringify(
    found.map(({ name, attributes, status, events }) => [name, attributes, status, events]),
  );
  expect(shown).not.toContain(notesToken);
  expect(shown).not.toContain(secret);
});

test('calls at the same time end each its own span', async () => {
  const { methods, spans, sent } = traced(ok, ok, ok);
  await Promise.all(['a', 'b', 'c'].map((id) => methods.getNote({ id })));
  expect(spans().map(({ attributes }) => attributes[ATTR_URL_FULL])).toEqual(
    ['a', 'b', 'c'].map((id) => `https://notes.example/notes/${id}`),
  );
  expect(new Set(sent.map((headers) => headers.get('traceparent'))).size).toBe(3);
  expect(
    spans().map((span) =>
      sent.findIndex((one) => one.get('traceparent')?.includes(span.spanContext().spanId)),
    ),
  ).toEqual([0, 1, 2]);
});

test('without an SDK nothing is sent or recorded', async () => {
  expect(trace.getSpan(context.active())).toBeUndefined();
  const sent: Headers[] = [];
  const { methods } = createNotesClient('https://notes.example', {
    ...openTelemetryHooks(),
    fetch: (_, { headers }) => {
      sent.push(new Headers(headers));
      return Promise.resolve(ok());
    },
  });
  await methods.getNote({ id: 'a' });
  expect(sent[0]?.has('traceparent')).toBe(false);
});

/** As the SDK for Node has it. */
function contextsByStorage(): ContextManager {
  const storage = new AsyncLocalStorage<Context>();
  const manager: ContextManager = {
    active: () => storage.getStore() ?? ROOT_CONTEXT,
    with: (given, work, self, ...args) =>
      storage.run(given, () => work.call(self as never, ...args)),
    bind: (_, target) => target,
    enable: () => manager,
    disable: () => manager,
  };
  return manager;
}

test('a request stands below the span that is active', async () => {
  context.setGlobalContextManager(contextsByStorage());
  onTestFinished(() => context.disable());
  const { methods, tracer, spans } = traced(ok);
  const outer = tracer.startSpan('outer');
  await context.with(trace.setSpan(context.active(), outer), () => methods.getNote({ id: 'a' }));
  expect(spans()[0]?.parentSpanContext?.spanId).toBe(outer.spanContext().spanId);
});
