import type { Mismatch } from '@oidc-admin/model';

import type { Exchange } from '../reports/checkResult.ts';
import type { WireResponse } from '../wire/wireResponse.ts';
import type { RunContext } from './runContext.ts';
import type { Composed } from './compose.ts';
import { maskProperties } from './maskProperties.ts';
import type { JsonValue } from '../wire/jsonValue.ts';

const hidden = '[redacted]';

/** A body without its secrets: by the names of properties where it is JSON, by the known secrets everywhere. */
function bodyText(run: RunContext, text: string): string {
  const secrets = secretsIn(run, text);
  try {
    const json: unknown = JSON.parse(text);
    const clean = JSON.stringify(run.redactor.value(json, secrets));
    return run.redactor.text(clean, secrets);
  } catch {
    return plainText(run, text);
  }
}

/** A text that may be a body, or a part of one, with its white space kept. */
function plainText(run: RunContext, text: string): string {
  const { properties } = run.contract.sensitive;
  return run.redactor.text(maskProperties(text, properties, hidden), secretsIn(run, text));
}

/** The secrets that could stand in a text. Those of the run have a form of their own, so that few are searched for. */
function secretsIn(run: RunContext, text: string): readonly string[] {
  return [...run.credentials, ...run.ownSecrets, ...run.canaries.secretsIn(text)];
}

/** Whether a whole response is a secret, such as the token of a session. */
function isSecret(run: RunContext, operation: string, status: number): boolean {
  return run.contract.sensitive.wholeResponses.includes(operation) && status < 400;
}

/** Remembers the secrets that the target itself told, so that they are hidden wherever else they stand. */
function learn(run: RunContext, operation: string, { status, text, json }: WireResponse): void {
  const whole = isSecret(run, operation, status) ? [typeof json === 'string' ? json : text] : [];
  for (const secret of [...whole, ...run.redactor.secretsIn(json)])
    // Not what the target writes instead of a secret, and what the run sent is known.
    if (secret.length > 3 && !/^(.)\1*$/.test(secret) && run.canaries.in(secret).length === 0)
      run.ownSecrets.add(secret);
}

/** Headers without sensitive values, and without known secrets in any other one. */
function cleanHeaders(
  run: RunContext,
  headers: Readonly<Record<string, string>>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(run.redactor.headers(headers)).map(([name, value]) => [
      name,
      run.redactor.text(value, secretsIn(run, value)),
    ]),
  );
}

/** One request and its response, as it may leave the worker. `response` is a text where there was none: why. */
export function exchangeOf(
  run: RunContext,
  { request: { operation }, wire, sender }: Composed,
  response: WireResponse | string,
  milliseconds: number,
): Exchange {
  const body = wire.body === undefined ? undefined : Buffer.from(wire.body).toString();
  const request = {
    method: wire.method,
    url: run.redactor.text(run.redactor.url(wire.url, operation.id), secretsIn(run, wire.url)),
    headers: cleanHeaders(run, wire.headers),
    ...(body === undefined ? {} : { body: bodyText(run, body) }),
  };
  if (typeof response === 'string') return { request, error: response, milliseconds, sender };
  learn(run, operation.id, response);
  const whole = isSecret(run, operation.id, response.status);
  return {
    request,
    response: {
      status: response.status,
      headers: cleanHeaders(run, response.headers),
      body: whole && response.text !== '' ? JSON.stringify(hidden) : bodyText(run, response.text),
    },
    milliseconds,
    sender,
  };
}

/** A difference as it may leave the worker. */
export function redactMismatch(run: RunContext, mismatch: Mismatch): Mismatch {
  const clean = (value: JsonValue | undefined): JsonValue | undefined => {
    if (value === undefined) return undefined;
    if (typeof value === 'string') return plainText(run, value);
    const secrets = secretsIn(run, JSON.stringify(value));
    return run.redactor.value(value, secrets) as JsonValue;
  };
  const { message } = mismatch;
  return {
    ...mismatch,
    message: plainText(run, message),
    expected: clean(mismatch.expected),
    actual: clean(mismatch.actual),
  };
}
