import { ClientError, type OperationTable } from '@oidc-admin/client';
import { expect, test } from 'vitest';
import { table } from './generated/operations.ts';
import { createWickrClient, errors, type WickrError } from './index.ts';

const operations: OperationTable['operations'] = table.operations;

type Call = (input: Readonly<Record<string, unknown>>) => Promise<unknown>;

/** Calls an operation with the least that leaves the client, and answers what is thrown. */
async function failureOf(
  operation: (typeof operations)[number],
  response: () => Response,
): Promise<unknown> {
  const client = createWickrClient({
    endpoint: 'https://wickr.example',
    credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'example-secret' },
    retry: false,
    fetch: async () => response(),
  });
  const input = Object.fromEntries(
    operation.parameters
      .filter((one) => one.in === 'path')
      .map(({ name, enum: values }) => [name, values?.[0] ?? '12345678']),
  );
  const call = client[operation.id as keyof typeof client] as Call;
  return call(input).catch((error: unknown) => error);
}

const documented = operations.flatMap((operation) =>
  operation.responses.flatMap(({ status, error }) =>
    error === undefined ? [] : [{ id: operation.id, operation, status, error }],
  ),
);

const wire = 'x-amzn-errortype';

test.each([
  ['InvalidSignatureException', 403, errors.UnauthorizedError, false],
  ['ExpiredTokenException', 400, errors.UnauthorizedError, false],
  ['AccessDeniedException', 400, errors.ForbiddenError, false],
  ['SerializationException', 400, errors.BadRequestError, false],
  ['UnsupportedMediaTypeException', 415, errors.BadRequestError, false],
  ['RequestEntityTooLargeException', 413, errors.BadRequestError, false],
  ['ThrottlingException', 400, errors.RateLimitError, true],
  ['ThrottlingException', 429, errors.RateLimitError, true],
  ['ServiceUnavailable', 503, errors.InternalServerError, true],
  ['InternalFailure', 500, errors.InternalServerError, true],
])('every operation may answer %s (%d)', async (name, status, errorClass, retryable) => {
  for (const operation of operations) {
    const response = () =>
      Response.json({ message: 'Not now.' }, { status, headers: { [wire]: name } });
    const failure = await failureOf(operation, response);
    expect(failure).toBeInstanceOf(errorClass);
    expect(failure).toMatchObject({ wireCode: name, status, retryable });
  }
});

test('a read that is throttled with 400 is sent again', async () => {
  const statuses = [400, 503, 200];
  const names: Record<number, string> = { 400: 'ThrottlingException', 503: 'ServiceUnavailable' };
  const client = createWickrClient({
    endpoint: 'https://wickr.example',
    credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'example-secret' },
    retry: { baseDelayMs: 1 },
    fetch: async () => {
      const status = statuses.shift() ?? 500;
      return Response.json({}, { status, headers: { [wire]: names[status] ?? '' } });
    },
  });
  expect(await client.getOidcInfo({ networkId: '12345678' })).toEqual({});
  expect(statuses).toEqual([]);
});

test('every operation documents errors', () => {
  expect(new Set(documented.map(({ id }) => id)).size).toBe(operations.length);
});

test.each(documented)('$id answers $status: $error.name', async ({ operation, status, error }) => {
  const body = { message: 'That did not work.', reasons: [{ field: 'issuer', reason: 'odd' }] };
  const headers = { 'x-amzn-requestid': 'request-1' };
  const namings: (() => Response)[] = [
    // In the header, in the body, and not at all: then the status decides.
    () =>
      Response.json(body, {
        status,
        headers: { ...headers, 'x-amzn-errortype': `${error.name}:http://internal/` },
      }),
    () => Response.json({ __type: `com.example#${error.name}`, ...body }, { status, headers }),
    () => Response.json({ code: error.name, ...body }, { status, headers }),
    () => Response.json(body, { status, headers }),
  ];
  for (const naming of namings) {
    const failure = await failureOf(operation, naming);
    expect(failure).toBeInstanceOf(errors[error.name as keyof typeof errors]);
    expect(failure).toBeInstanceOf(ClientError);
    expect(failure).toMatchObject({
      name: error.name,
      code: error.name,
      status,
      operation: operation.id,
      requestId: 'request-1',
      retryable: error.retry,
      body,
    });
    expect(String(failure)).toContain('That did not work.');
  }
  const empty = await failureOf(operation, () => new Response(null, { status }));
  expect(empty).toMatchObject({ code: error.name, status, retryable: error.retry });
  expect(empty).not.toHaveProperty('body');
});

test('the name decides where it contradicts the status, and an unknown name does not', async () => {
  const [operation] = operations;
  if (operation === undefined) throw new Error('There are operations');
  const named = (name: string) => () =>
    Response.json({ message: 'x' }, { status: 400, headers: { 'x-amzn-errortype': name } });
  expect(await failureOf(operation, named('RateLimitError'))).toMatchObject({
    code: 'RateLimitError',
    status: 400,
    retryable: true,
  });
  expect(await failureOf(operation, named('SerializationException'))).toMatchObject({
    code: 'BadRequestError',
    wireCode: 'SerializationException',
  });
});

test('the union of errors is discriminated by code', () => {
  const describe = (error: WickrError): string => {
    switch (error.code) {
      case 'ValidationError':
        // Known to the compiler by now: the body is the documented one.
        return error.body?.reasons?.[0]?.field ?? '';
      case 'UnexpectedResponseError':
        return error.reason;
      default:
        return error.code;
    }
  };
  const body = { message: 'y', reasons: [{ field: 'issuer', reason: 'odd' }] };
  const failure = new errors.ValidationError({ message: 'x', status: 422, body });
  expect(describe(failure)).toBe('issuer');
  expect(describe(new errors.ForbiddenError({ message: 'x', status: 403 }))).toBe('ForbiddenError');
});
