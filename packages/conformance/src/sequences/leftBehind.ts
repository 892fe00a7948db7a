import { isObject, valueAt, type JsonValue, type Resource } from '@oidc-admin/contract';
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

/** One property that should not be so: its name, and a sentence. */
export interface OddProperty {
  readonly property: string;
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
  const old = leavesOf(shown)
    .filter(({ property }) => serverMade.some((name) => property.split(/[.[]/, 1)[0] === name))
    .filter(({ text }) => text.length >= shortest && before.has(text) && !now.has(text))
    .map(({ property }) => ({ property, message: `${property} shows what was saved before` }));
  if (!isObject(answered)) return old;
  const masked = new Set(properties.filter((one) => one.masked === true).map(({ name }) => name));
  const differing = serverMade.flatMap((property): readonly OddProperty[] => {
    const [there, written] = [shown[property] ?? null, answered[property] ?? null];
    if (masked.has(property))
      return there !== null && written === null
        ? [{ property, message: `${property} is there, though the response to the write had none` }]
        : [];
    return there !== null && written !== null && there !== written
      ? [
          {
            property,
            message: `${property} is another one than in the response to the write`,
            moved: true,
          },
        ]
      : [];
  });
  return [...old, ...differing];
}

/**
 * Where a read shows another value than the response to the write before it, one sentence for each property. Of what was sent,
 * and has a meaning, the model says more.
 */
export function otherThanAnswered(
  { serverMade, properties, neverReturned }: Resource,
  written: SentRequest,
  read: SentRequest,
): readonly { readonly name: string; readonly mistake: string }[] {
  const [answered, shown, sent] = [resourceIn(written), resourceIn(read), written.request.body];
  if (!isObject(answered) || !isObject(shown)) return [];
  return properties.flatMap(({ name, masked, irrelevantWith }) => {
    const isCompared = isObject(sent) && Object.hasOwn(sent, name) && irrelevantWith === undefined;
    if (masked === true || neverReturned.includes(name)) return [];
    if (isCompared && !serverMade.includes(name)) return [];
    const [before, now] = [answered[name] ?? null, shown[name] ?? null];
    return before === null || now === null || JSON.stringify(before) === JSON.stringify(now)
      ? []
      : [{ name, mistake: `${name} is another one than in the response to the write` }];
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
