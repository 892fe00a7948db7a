import type { JsonValue } from '@oidc-admin/contract';
import type { Mismatch } from '@oidc-admin/model';
import type { Exchange } from '../reports/checkResult.ts';
import type { WireResponse } from '../wire/wireResponse.ts';
import { maskProperties } from './maskProperties.ts';
import type { RunContext } from './runContext.ts';
import type { Composed } from './sent.ts';

const hidden = '[redacted]';

/** A body whose properties with sensitive names are masked; known secrets may still stand elsewhere in it. */
function withoutNamed(run: RunContext, text: string): string {
  if (text === '') return text;
  try {
    return JSON.stringify(run.redactor.value(JSON.parse(text)));
  } catch {
    return maskProperties(text, run.contract.sensitive.properties, hidden);
  }
}

/** Texts in which every known secret is masked. */
function cleanTexts(run: RunContext, texts: readonly string[]): readonly string[] {
  return run.redactor.value(texts, secretsIn(run, texts.join('\n'))) as string[];
}

/** The secrets that could stand in a text. Those that are written in one way only are looked for here. */
function secretsIn(run: RunContext, text: string): readonly string[] {
  const known = [...run.credentials, ...run.ownSecrets].filter(
    (secret) => text.includes(secret) || !/^[\w.~-]*$/.test(secret),
  );
  // Those of the run have a form of their own, so that few are searched for.
  return [...known, ...run.canaries.secretsIn(text)];
}

/** Whether a whole response is a secret, such as the token of a session. */
function isSecret(run: RunContext, operation: string, status: number): boolean {
  return run.contract.sensitive.wholeResponses.includes(operation) && status < 400;
}

/** Remembers the secrets that the target sent, so that they are hidden everywhere else. */
function learn(run: RunContext, operation: string, { status, text, json }: WireResponse): void {
  const whole = isSecret(run, operation, status) ? [typeof json === 'string' ? json : text] : [];
  for (const secret of [...whole, ...run.redactor.secretsIn(json)])
    // Not what the target writes instead of a secret, and what the run sent is known.
    if (secret.length > 3 && !/^(.)\1*$/.test(secret) && run.canaries.in(secret).length === 0)
      run.ownSecrets.add(secret);
}

/** One request and its response, as it may leave the worker. `response` is a text where there was none: why. */
export function exchangeOf(
  run: RunContext,
  { request: { operation }, wire, sender }: Composed,
  response: WireResponse | string,
  milliseconds: number,
): Exchange {
  const { redactor } = run;
  const body = wire.body === undefined ? undefined : Buffer.from(wire.body).toString();
  const [answered, error] = typeof response === 'string' ? [undefined, response] : [response, ''];
  if (answered !== undefined) learn(run, operation.id, answered);
  const sent = redactor.headers(wire.headers);
  const received = redactor.headers(answered?.headers ?? {});
  const whole = answered !== undefined && isSecret(run, operation.id, answered.status);
  // All texts at once: making the search for the secrets takes longer than searching.
  const [url, requestBody, responseBody, ...values] = cleanTexts(run, [
    redactor.url(wire.url, operation.id),
    withoutNamed(run, body ?? ''),
    whole ? JSON.stringify(hidden) : withoutNamed(run, answered?.text ?? ''),
    ...Object.values(sent),
    ...Object.values(received),
  ]);
  const request = {
    method: wire.method,
    url: url ?? '',
    headers: zipped(Object.keys(sent), values),
    ...(body === undefined ? {} : { body: requestBody ?? '' }),
  };
  const about = { operation: operation.id, request, milliseconds, sender };
  if (answered === undefined) return { ...about, error };
  const headers = zipped(Object.keys(received), values.slice(Object.keys(sent).length));
  const empty = answered.text === '';
  const { status } = answered;
  return { ...about, response: { status, headers, body: empty ? '' : (responseBody ?? '') } };
}

function zipped(names: readonly string[], values: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.map((name, index) => [name, values[index] ?? '']));
}

/** A difference as it may leave the worker. */
export function redactMismatch(run: RunContext, mismatch: Mismatch): Mismatch {
  const clean = (value: JsonValue | undefined): JsonValue | undefined => {
    if (value === undefined) return undefined;
    if (typeof value === 'string') return redactText(run, value);
    return run.redactor.value(value, secretsIn(run, JSON.stringify(value))) as JsonValue;
  };
  return {
    ...mismatch,
    message: redactText(run, mismatch.message),
    expected: clean(mismatch.expected),
    actual: clean(mismatch.actual),
  };
}

/** A text that may be a part of a body, with its white space kept. */
export function redactText(run: RunContext, text: string): string {
  const masked = maskProperties(text, run.contract.sensitive.properties, hidden);
  return cleanTexts(run, [masked])[0] ?? '';
}
