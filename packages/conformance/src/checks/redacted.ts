import { isObject, type JsonValue, type Operation } from '@oidc-admin/contract';
import type { Mismatch } from '@oidc-admin/model';
import type { Exchange } from '../reports/checkResult.ts';
import type { WireRequest } from '../wire/wireRequest.ts';
import { parsed, type WireResponse } from '../wire/wireResponse.ts';
import { carriedProof } from './carriedProof.ts';
import { encodedSecrets } from './encodedSecrets.ts';
import { leavesOf } from './json.ts';
import { beginningOf, beginOf, endOf, isLong, longestSecret } from './keptBodies.ts';
import { KnownClean } from './knownClean.ts';
import { maskProperties } from './maskProperties.ts';
import type { RunContext } from './runContext.ts';
import { proofIn, secretForms } from './secretForms.ts';
import { SecretIndex } from './secretIndex.ts';
import type { Composed } from './sent.ts';

const hidden = '[redacted]';

/**
 * A body whose properties with sensitive names are masked; known secrets may still stand elsewhere in it. `read` is what it
 * says, where that is known.
 */
function withoutNamed(run: RunContext, text: string, read?: JsonValue): string {
  if (text === '') return text;
  const json = read ?? parsed(text);
  return json === undefined
    ? maskProperties(text, run.contract.sensitive.properties, hidden)
    : JSON.stringify(run.redactor.value(json, text.includes('\\\\') ? inLeaves(run, json) : []));
}

/** The secrets in the texts of a body: one that is escaped there is escaped once more in the body, where nobody knows it again. */
function inLeaves(run: RunContext, json: JsonValue): readonly string[] {
  const texts = leavesOf(json).flatMap((leaf) => [...leaf.steps, leaf.text]);
  return secretsIn(run, texts.join('\n'));
}

/** Texts in which every known secret is masked. */
function cleanTexts(run: RunContext, texts: readonly string[]): readonly string[] {
  const { texts: clean } = indexOf(run);
  const unknown = texts.filter((text) => !clean.has(text));
  const secrets = unknown.length === 0 ? [] : secretsIn(run, unknown.join('\n'));
  if (secrets.length > 0) return run.redactor.value(texts, secrets) as string[];
  for (const text of unknown) clean.add(text);
  return texts;
}

interface Indexed {
  readonly index: SecretIndex;
  readonly texts: KnownClean;
  /** Parts of texts, of which it is known what they say where they are encoded; not, what they are themselves. */
  readonly parts: KnownClean;
  /** How many of both sets of a run are in it; they only grow. */
  credentials: number;
  ownSecrets: number;
}

const indexes = new WeakMap<RunContext, Indexed>();

/** What a run knows of secrets, with those that came since the last time. */
function indexOf(run: RunContext): Indexed {
  const known = indexes.get(run) ?? {
    index: new SecretIndex(),
    texts: new KnownClean(),
    parts: new KnownClean(),
    credentials: 0,
    ownSecrets: 0,
  };
  indexes.set(run, known);
  const proofs = run.proofs.takeNew();
  for (const word of proofs) known.index.addWord(word);
  if (
    proofs.length > 0 ||
    known.credentials < run.credentials.size ||
    known.ownSecrets < run.ownSecrets.size
  ) {
    known.texts.clear();
    known.parts.clear();
  }
  if (known.credentials < run.credentials.size)
    for (const secret of [...run.credentials].slice(known.credentials))
      for (const form of secretForms(secret)) known.index.add(form);
  if (known.ownSecrets < run.ownSecrets.size)
    for (const secret of [...run.ownSecrets].slice(known.ownSecrets)) known.index.add(secret);
  known.credentials = run.credentials.size;
  known.ownSecrets = run.ownSecrets.size;
  return known;
}

/** A shorter text would be found by chance in what was not encoded. */
const shortestDecoded = 6;

/** The secrets that could stand in a text. Those that are written in one way only are looked for here. */
function secretsIn(run: RunContext, text: string): readonly string[] {
  const { index, parts } = indexOf(run);
  const hasSecret = (decoded: string): boolean =>
    index
      .in(decoded)
      .some((secret) => secret.length >= shortestDecoded && decoded.includes(secret));
  // Those of the run have a form of their own, so that few are searched for.
  return [
    ...index.in(text),
    ...run.canaries.secretsIn(text),
    ...encodedSecrets(text, parts, hasSecret),
  ];
}

/** Whether a whole response is a secret, such as the token of a session. */
function isSecret(run: RunContext, operation: string, status: number): boolean {
  return run.contract.sensitive.wholeResponses.includes(operation) && status < 400;
}

/** A body that is a secret as a whole: of an error in its place the documented names are left. */
function hiddenWhole({ responses }: Operation, json: JsonValue | undefined): JsonValue {
  if (!isObject(json)) return hidden;
  const required = responses
    .filter(({ status }) => status >= 400)
    .map(({ properties }) =>
      properties.filter((one) => one.required && Object.hasOwn(json, one.name)),
    )
    .find((found) => found.length > 0);
  return required === undefined
    ? hidden
    : Object.fromEntries(required.map(({ name }) => [name, hidden]));
}

/** A server that shows more secrets than that is shown where it does; under other names they are not looked for. */
const mostLearned = 10_000;
/** So many characters are kept of a header, and of what a difference says or shows. */
const longestValue = 4096;

/** Remembers the secrets that the target sent, so that they are hidden everywhere else. */
function learn(run: RunContext, operation: string, { status, text, json }: WireResponse): void {
  if (run.ownSecrets.size > mostLearned) return;
  const whole = isSecret(run, operation, status) ? [typeof json === 'string' ? json : text] : [];
  for (const secret of [...whole, ...run.redactor.secretsIn(json)])
    // Not what the target writes instead of a secret, and what the run sent is known.
    if (
      secret.length > 3 &&
      secret.length <= longestSecret &&
      !/^(.)\1*$/.test(secret) &&
      run.canaries.in(secret).length === 0
    )
      run.ownSecrets.add(secret);
}

/** Remembers what proves who sends a request: a token, or a signature, with which it could be sent again for some minutes. */
function learnProofs({ contract, proofs }: RunContext, wire: WireRequest): void {
  for (const scheme of Object.values(contract.security))
    proofs.add(proofIn(carriedProof(wire, scheme) ?? '') ?? '');
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
  learnProofs(run, wire);
  const [answered, error] = typeof response === 'string' ? [undefined, response] : [response, ''];
  if (answered !== undefined) learn(run, operation.id, answered);
  const sent = redactor.headers(wire.headers);
  const received = redactor.headers(answered?.headers ?? {});
  const whole = answered !== undefined && isSecret(run, operation.id, answered.status);
  const begun = run.keptBodies.begin(answered?.text ?? '', answered?.json);
  const values = [...Object.values(sent), ...Object.values(received)].map((value) =>
    beginOf(value, longestValue),
  );
  // All texts at once: making the search for the secrets takes longer than searching.
  const [url, requestBody, responseBody, ...cleanValues] = cleanTexts(run, [
    redactor.url(wire.url, operation.id),
    withoutNamed(run, body ?? ''),
    whole
      ? JSON.stringify(hiddenWhole(operation, answered.json))
      : withoutNamed(run, begun.text, begun.length === undefined ? answered?.json : undefined),
    ...values.map(({ text }) => text),
  ]);
  const shown = values.map((value, index) => endOf(value, cleanValues[index] ?? ''));
  const request = {
    method: wire.method,
    url: url ?? '',
    headers: zipped(Object.keys(sent), shown),
    ...(body === undefined ? {} : { body: requestBody ?? '' }),
  };
  const about = { operation: operation.id, request, milliseconds, sender };
  if (answered === undefined) return { ...about, error: redactText(run, error) };
  const { status } = answered;
  const headers = zipped(Object.keys(received), shown.slice(Object.keys(sent).length));
  const kept = whole ? (responseBody ?? '') : endOf(begun, responseBody ?? '');
  const length = whole ? undefined : begun.length;
  return {
    ...about,
    response: {
      status,
      headers,
      body: answered.text === '' ? '' : kept,
      ...(length !== undefined && { length }),
    },
  };
}

function zipped(names: readonly string[], values: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.map((name, index) => [name, values[index] ?? '']));
}

/** A difference as it may leave the worker. */
export function redactMismatch(run: RunContext, mismatch: Mismatch): Mismatch {
  const clean = (value: JsonValue | undefined): JsonValue | undefined => {
    if (value === undefined) return undefined;
    if (typeof value === 'string') return redactText(run, value);
    const shorter = isLong(value) ? beginningOf(value) : value;
    const text = JSON.stringify(shorter);
    if (text.length > longestValue) return redactText(run, text);
    // In the JSON, each text of it is escaped once more.
    const texts = leavesOf(shorter).flatMap((leaf) => [...leaf.steps, leaf.text]);
    return run.redactor.value(shorter, secretsIn(run, [text, ...texts].join('\n'))) as JsonValue;
  };
  return {
    ...mismatch,
    message: redactText(run, mismatch.message),
    expected: clean(mismatch.expected),
    actual: clean(mismatch.actual),
    // A server chooses the names of its properties too.
    ...(mismatch.at !== undefined && { at: redactText(run, mismatch.at) }),
  };
}

/** A text that may be a part of a body, with its white space kept; the beginning of a long one. */
export function redactText(run: RunContext, text: string): string {
  const begun = beginOf(text, longestValue);
  const masked = maskProperties(begun.text, run.contract.sensitive.properties, hidden);
  const shown = endOf(begun, cleanTexts(run, [masked])[0] ?? '');
  return begun.length === undefined ? shown : `${shown}… (${begun.length} characters)`;
}
