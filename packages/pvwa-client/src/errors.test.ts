import { ClientError, type OperationTable } from '@oidc-admin/client';
import { expect, test } from 'vitest';
import { table } from './generated/operations.ts';
import { createPvwaClient, errors, type PvwaError } from './index.ts';

const operations: OperationTable['operations'] = table.operations;

type Call = (input: Readonly<Record<string, unknown>>) => Promise<unknown>;

/** Calls an operation with the least that leaves the client, and answers what is thrown. */
async function failureOf(
  operation: (typeof operations)[number],
  response: () => Response,
): Promise<unknown> {
  const client = createPvwaClient({
    url: 'https://pvwa.example',
    token: 'token==',
    retry: false,
    fetch: async () => response(),
  });
  const input = Object.fromEntries(
    operation.parameters
      .filter((one) => one.in === 'path')
      .map(({ name, enum: values }) => [name, values?.[0] ?? 'a1']),
  );
  const call = client[operation.id as keyof typeof client] as Call;
  return call(input).catch((error: unknown) => error);
}

const documented = operations.flatMap((operation) =>
  operation.responses.flatMap(({ status, error }) =>
    error === undefined ? [] : [{ id: operation.id, operation, status, error }],
  ),
);

test('every operation documents errors', () => {
  expect(new Set(documented.map(({ id }) => id)).size).toBe(operations.length);
});

test.each(documented)('$id answers $status: $error.name', async ({ operation, status, error }) => {
  const body = {
    ErrorCode: error.code ?? 'X001E',
    ErrorMessage: 'That did not work.',
    Details: [{ ErrorCode: 'X002E', ErrorMessage: 'Because of this.' }],
  };
  const failure = await failureOf(operation, () => Response.json(body, { status }));
  expect(failure).toBeInstanceOf(errors[error.name as keyof typeof errors]);
  expect(failure).toBeInstanceOf(ClientError);
  expect(failure).toMatchObject({
    name: error.name,
    code: error.name,
    status,
    operation: operation.id,
    retryable: error.retry,
    body,
    wireCode: body.ErrorCode,
  });
  expect(String(failure)).toContain('That did not work.');

  const empty = await failureOf(operation, () => new Response(null, { status }));
  expect(empty).toMatchObject({ code: error.name, status, retryable: error.retry });
  expect(empty).not.toHaveProperty('body');
});

test('Details that are a single object are kept as they came', async () => {
  const [operation] = operations;
  if (operation === undefined) throw new Error('There are operations');
  const body = { ErrorCode: 'X', ErrorMessage: 'y', Details: { a: 1 } };
  expect(await failureOf(operation, () => Response.json(body, { status: 403 }))).toMatchObject({
    body,
  });
});

test('the union of errors is discriminated by code', () => {
  const describe = (error: PvwaError): string => {
    switch (error.code) {
      case 'BadRequest':
        // Known to the compiler by now: the body is the documented one.
        return error.body?.ErrorCode ?? '';
      case 'RadiusChallengeError':
        return error.question;
      case 'UnexpectedResponseError':
        return error.reason;
      default:
        return error.code;
    }
  };
  const details = { message: 'x', status: 400, body: { ErrorCode: 'E1', ErrorMessage: 'y' } };
  expect(describe(new errors.BadRequest(details))).toBe('E1');
  expect(describe(new errors.NotFound({ ...details, status: 404 }))).toBe('NotFound');
});
