import { isDeepStrictEqual } from 'node:util';
import {
  below,
  elementAt,
  elementSteps,
  elementValues,
  isObject,
  valueAt,
  type JsonValue,
  type Property,
  type Resource,
} from '@oidc-admin/contract';
import type { Mismatch } from '@oidc-admin/model';
import { treeOf } from '../checks/bodies.ts';
import { leavesOf } from '../checks/json.ts';
import type { SentRequest } from '../checks/sent.ts';

/** Shorter texts are met by chance. */
const shortest = 4;

/** Two writes of the same thing, and the read after them. */
interface Replacement {
  readonly first: SentRequest;
  readonly second: SentRequest;
  readonly read: SentRequest;
}

/** One property that should not be so: the steps of its pointer, its name, and a sentence. */
export interface OddProperty {
  readonly steps: readonly string[];
  readonly message: string;
  /** It is another one without any reason. */
  readonly moved?: true;
}

/**
 * What a read still shows of a value that was replaced, one sentence each, in the properties that the server makes: they are
 * compared with what was sent before, and with the response to the second write. The model compares the others.
 */
export function leftBehind(
  { serverMade, properties }: Resource,
  { first, second, read }: Replacement,
): readonly OddProperty[] {
  const shown = resourceIn(read);
  const answered = resourceIn(second);
  if (!isObject(shown)) return [];
  const texts = (body: JsonValue | undefined): ReadonlySet<string> =>
    new Set(leavesOf(body).map(({ text }) => text));
  const [before, now] = [texts(first.request.body), texts(second.request.body)];
  const made = serverMade.flatMap((name) => elementValues(shown, elementSteps(name)));
  const old = made.flatMap(({ steps, value }) =>
    leavesOf(value, steps)
      .filter(({ text }) => text.length >= shortest && before.has(text) && !now.has(text))
      .map((leaf) => ({
        steps: leaf.steps,
        message: `${nameOf(properties, leaf.steps)} shows what was saved before`,
      })),
  );
  if (!isObject(answered)) return old;
  const masked = new Set(properties.filter((one) => one.masked === true).map(({ name }) => name));
  const differing = made.flatMap(({ steps, value: there }): readonly OddProperty[] => {
    const property = nameOf(properties, steps);
    const written = valueAt(answered, below('', ...steps)) ?? null;
    if (there === null || isWrongAt(second, steps) || isWrongAt(read, steps)) return [];
    if (masked.has(property))
      return written === null
        ? [{ steps, message: `${property} is there, though the response to the write had none` }]
        : [];
    const message = `${property} is another one than in the response to the write`;
    return written !== null && !isDeepStrictEqual(there, written)
      ? [{ steps, message, moved: true }]
      : [];
  });
  return [...old, ...differing];
}

function nameOf(properties: readonly Property[], steps: readonly string[]): string {
  return elementAt(treeOf(properties), steps);
}

/** Whether a response is wrong at a place by itself: what it holds there is said once, and not compared with another response. */
function isWrongAt({ request, mismatches }: SentRequest, steps: readonly string[]): boolean {
  const { action } = request.operation;
  const place = ('at' in action ? action.at : '') + below('', ...steps);
  return mismatches.some(
    ({ binding, at }) =>
      binding === 'MUST' &&
      at !== undefined &&
      (place === at || place.startsWith(`${at}/`) || at.startsWith(`${place}/`)),
  );
}

/**
 * Where a read shows another value than the response to the write before it, one sentence and its place for each property. Of what was sent,
 * and has a meaning, the model says more.
 */
export function otherThanAnswered(
  { serverMade, properties, neverReturned }: Resource,
  written: SentRequest,
  read: SentRequest,
): readonly (Required<Pick<Mismatch, 'at' | 'message'>> & { readonly name: string })[] {
  const { action } = read.request.operation;
  const [answered, shown, sent] = [resourceIn(written), resourceIn(read), written.request.body];
  if (!isObject(answered) || !isObject(shown)) return [];
  return properties.flatMap(({ name, masked, irrelevantWith }) => {
    if (masked === true || neverReturned.includes(name)) return [];
    const differs = elementValues(answered, elementSteps(name)).some(({ steps, value }) => {
      const at = below('', ...steps);
      const isCompared = valueAt(sent, at) !== undefined && irrelevantWith === undefined;
      if (isCompared && !serverMade.includes(name)) return false;
      if (isWrongAt(written, steps) || isWrongAt(read, steps)) return false;
      const now = valueAt(shown, at) ?? null;
      return value !== null && now !== null && !isDeepStrictEqual(value, now);
    });
    return differs
      ? [
          {
            name,
            message: `${name} is another one than in the response to the write`,
            at: ('at' in action ? action.at : '') + below('', ...elementSteps(name)),
          },
        ]
      : [];
  });
}

/** What the server makes itself and shows as it is. */
export function comparedServerMade({
  serverMade,
  properties,
  neverReturned,
}: Resource): readonly string[] {
  return serverMade.filter((name) => {
    const found = properties.find((one) => one.name === name);
    return !neverReturned.includes(name) && found?.masked !== true && found?.sensitive !== true;
  });
}

/** The resource in a response. */
export function resourceIn({
  request: { operation },
  response,
}: SentRequest): JsonValue | undefined {
  const { action } = operation;
  return 'at' in action ? valueAt(response?.json, action.at) : undefined;
}
