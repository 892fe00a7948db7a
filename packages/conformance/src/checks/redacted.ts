import type { Difference } from '@oidc-admin/model';

import type { Exchange } from '../reports/checkResult.ts';
import type { WireResponse } from '../wire/wireResponse.ts';
import type { Bench } from './bench.ts';
import type { Composed } from './compose.ts';
import { maskProperties } from './maskProperties.ts';
import type { JsonValue } from '../wire/jsonValue.ts';

const hidden = '[redacted]';

/** A body without its secrets: by the names of properties where it is JSON, by the known secrets everywhere. */
function bodyText(bench: Bench, text: string): string {
  const secrets = secretsIn(bench, text);
  try {
    const json: unknown = JSON.parse(text);
    const clean = JSON.stringify(bench.redactor.value(json, secrets));
    return bench.redactor.text(clean, secrets);
  } catch {
    return plainText(bench, text);
  }
}

/** A text that may be a body, or a part of one, with its white space kept. */
function plainText(bench: Bench, text: string): string {
  const { properties } = bench.contract.sensitive;
  return bench.redactor.text(maskProperties(text, properties, hidden), secretsIn(bench, text));
}

/** The secrets that could stand in a text. Those of the run have a form of their own, so that few are searched for. */
function secretsIn(bench: Bench, text: string): readonly string[] {
  return [...bench.credentials, ...bench.told, ...bench.canaries.secretsIn(text)];
}

/** Whether a whole response is a secret, such as the token of a session. */
function isSecret(bench: Bench, operation: string, status: number): boolean {
  return bench.contract.sensitive.wholeResponses.includes(operation) && status < 400;
}

/** Remembers the secrets that the target itself told, so that they are hidden wherever else they stand. */
function learn(bench: Bench, operation: string, { status, text, json }: WireResponse): void {
  const whole = isSecret(bench, operation, status) ? [typeof json === 'string' ? json : text] : [];
  for (const secret of [...whole, ...bench.redactor.secretsIn(json)])
    // Not what the target writes instead of a secret, and what the run sent is known.
    if (secret.length > 3 && !/^(.)\1*$/.test(secret) && bench.canaries.in(secret).length === 0)
      bench.told.add(secret);
}

/** Headers without sensitive values, and without known secrets in any other one. */
function cleanHeaders(
  bench: Bench,
  headers: Readonly<Record<string, string>>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(bench.redactor.headers(headers)).map(([name, value]) => [
      name,
      bench.redactor.text(value, secretsIn(bench, value)),
    ]),
  );
}

/** One request and its response, as it may leave the worker. `response` is a text where there was none: why. */
export function exchangeOf(
  bench: Bench,
  { intent, wire, sender }: Composed,
  response: WireResponse | string,
  milliseconds: number,
): Exchange {
  const { operation } = intent;
  const body = wire.body === undefined ? undefined : Buffer.from(wire.body).toString();
  const request = {
    method: wire.method,
    url: bench.redactor.text(
      bench.redactor.url(wire.url, operation.id),
      secretsIn(bench, wire.url),
    ),
    headers: cleanHeaders(bench, wire.headers),
    ...(body === undefined ? {} : { body: bodyText(bench, body) }),
  };
  if (typeof response === 'string') return { request, error: response, milliseconds, sender };
  learn(bench, operation.id, response);
  const whole = isSecret(bench, operation.id, response.status);
  return {
    request,
    response: {
      status: response.status,
      headers: cleanHeaders(bench, response.headers),
      body: whole && response.text !== '' ? JSON.stringify(hidden) : bodyText(bench, response.text),
    },
    milliseconds,
    sender,
  };
}

/** A difference as it may leave the worker. */
export function redactDifference(bench: Bench, difference: Difference): Difference {
  const clean = (value: JsonValue | undefined): JsonValue | undefined => {
    if (value === undefined) return undefined;
    if (typeof value === 'string') return plainText(bench, value);
    const secrets = secretsIn(bench, JSON.stringify(value));
    return bench.redactor.value(value, secrets) as JsonValue;
  };
  const { message } = difference;
  return {
    ...difference,
    message: plainText(bench, message),
    expected: clean(difference.expected),
    actual: clean(difference.actual),
  };
}
