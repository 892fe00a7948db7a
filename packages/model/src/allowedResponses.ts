import { isObject, type Allowed, type JsonValue, type Outcome } from '@oidc-admin/contract';
import { accessOf, touched } from './access.ts';
import { nameOf, type Breach, type RuleGroup } from './breach.ts';
import { breachesOf, type View } from './breachesOf.ts';
import type { Context } from './context.ts';
import type { AllowedResponse, ModelRequest, ModelState } from './model.ts';
import { refusal } from './refusal.ts';
import { successes } from './successes.ts';

/**
 * Every response that is allowed to a request, the one that a mock gives first. Where the document promises an order of
 * checks, only the first failing group decides; elsewhere every broken rule does.
 */
export function allowedResponses(
  context: Context,
  state: ModelState,
  request: ModelRequest,
): readonly AllowedResponse[] {
  const excused = new Set<string>();
  const responses = [...resolve(context, state, request, { doubtful: 'open', excused })];
  const access = accessOf(context, state, context.plan(request.operation).operation, request);
  if (access.kind === 'open' && access.doubtful) {
    responses.push(...resolve(context, state, request, { doubtful: 'expired', excused }));
  }
  return distinct(responses);
}

function resolve(
  context: Context,
  state: ModelState,
  request: ModelRequest,
  view: View,
): readonly AllowedResponse[] {
  const breaches = breachesOf(context, state, request, view);
  const deciding = decidingOf(context, breaches);
  if (deciding.length === 0) return successes(context, state, request);

  const refused = refusalsOf(context, state, request, deciding, breaches);
  const forgivable = deciding.filter(({ outcome }) => isForgivable(outcome));
  if (forgivable.length === 0) return refused;
  const excused = new Set([...view.excused, ...forgivable.map(nameOf)]);
  const forgiven = forgivenWays(forgivable).flatMap(({ leftOut, warn }) =>
    resolve(context, state, withoutProperties(request, leftOut), { ...view, excused }).map(
      (response) => (warn && !response.warn ? { ...response, warn: true } : response),
    ),
  );
  const forgiveFirst = deciding.every(({ outcome }) => isForgiving(outcome.allow[0]));
  return forgiveFirst ? [...forgiven, ...refused] : [...refused, ...forgiven];
}

/** The breaches that decide what is answered. A group that the order does not name may be checked at any time. */
function decidingOf(context: Context, breaches: readonly Breach[]): readonly Breach[] {
  if (breaches.length === 0) return breaches;
  const ranks: readonly (readonly RuleGroup[])[] = context.contract.order.map((rank) =>
    [rank].flat(),
  );
  const first = ranks.find((rank) => breaches.some(({ group }) => rank.includes(group)));
  if (first === undefined) return breaches;
  const ordered = ranks.flat();
  return breaches.filter(({ group }) => first.includes(group) || !ordered.includes(group));
}

/**
 * The responses that refuse a request. Where only the promised order tells which of the broken rules decides, it is the
 * clause about the order that allows them.
 */
function refusalsOf(
  context: Context,
  state: ModelState,
  request: ModelRequest,
  deciding: readonly Breach[],
  all: readonly Breach[],
): readonly AllowedResponse[] {
  const isLetIn = deciding.every(({ group }) => group !== 'security');
  const after = isLetIn ? touched(state, request) : state;
  const next = (): ModelState => after;
  const order =
    deciding.length === all.length ? undefined : context.clauses.find(request.operation, 'order');
  const by = (
    breach: Breach,
    entries: readonly Allowed[],
    warn: boolean,
  ): readonly AllowedResponse[] =>
    entries.flatMap((entry) => {
      if ('as' in entry) return [];
      const { broken } = breach;
      return [
        refusal(request.operation, order?.id ?? broken.clause, entry, { warn, next, broken }),
      ];
    });
  return [
    ...deciding.flatMap((breach) => by(breach, breach.outcome.allow, false)),
    ...deciding.flatMap((breach) => by(breach, commonErrors(context, breach), false)),
    ...deciding.flatMap((breach) => [
      ...by(breach, breach.outcome.warn, true),
      // Where a rule only SHOULD hold, any other refusal is tolerated as well.
      ...(breach.outcome.binding === 'SHOULD' ? by(breach, [{ status: '4XX' }], true) : []),
    ]),
  ];
}

/** The errors that every operation may answer to a request that breaks such a rule. */
function commonErrors({ contract }: Context, { broken }: Breach): readonly Allowed[] {
  return contract.errors.common
    .filter(({ when }) => when.includes(broken.kind))
    .flatMap(({ name, statuses }) => statuses.map((status) => ({ status, name })));
}

/** A way to take a request in spite of the rules that it breaks. */
interface ForgivenWay {
  /** The steps to each property of the body that is taken as left out. */
  readonly leftOut: readonly (readonly string[])[];
  readonly warn: boolean;
}

/** The ways in which breaches that may all be forgiven are forgiven together. */
function forgivenWays(breaches: readonly Breach[]): readonly ForgivenWay[] {
  const way = (preferred: 'leftOut' | 'accepted'): ForgivenWay => {
    const leftOut: (readonly string[])[] = [];
    let warned = false;
    for (const { broken, outcome } of breaches) {
      const allowed = forgivenAs(outcome.allow, preferred);
      warned ||= allowed === undefined;
      const taken = allowed ?? forgivenAs(outcome.warn, preferred);
      if (taken === 'leftOut' && broken.property !== undefined)
        leftOut.push(broken.location.slice(1));
    }
    return { leftOut, warn: warned };
  };
  const [one, other] = [way('leftOut'), way('accepted')];
  return one.leftOut.length === other.leftOut.length && one.warn === other.warn
    ? [one]
    : [one, other];
}

/** Whether a server may take a request although it breaks the rule. */
function isForgivable({ allow, warn, binding }: Outcome): boolean {
  return binding === 'SHOULD' || [...allow, ...warn].some(isForgiving);
}

function forgivenAs(
  entries: readonly Allowed[],
  preferred: 'leftOut' | 'accepted',
): 'leftOut' | 'accepted' | undefined {
  const ways = entries.flatMap((entry) => ('as' in entry ? [entry.as] : []));
  return ways.includes(preferred) ? preferred : ways[0];
}

function isForgiving(entry: Allowed | undefined): boolean {
  return entry !== undefined && 'as' in entry;
}

function withoutProperties(
  request: ModelRequest,
  places: readonly (readonly string[])[],
): ModelRequest {
  const { body } = request;
  if (places.length === 0 || body.kind !== 'json') return request;
  const value = places.reduce(without, body.value);
  return { ...request, body: { kind: 'json', value } };
}

/** A copy of a value without the property at these steps. */
function without(value: JsonValue, [step, ...rest]: readonly string[]): JsonValue {
  if (step === undefined) return value;
  if (Array.isArray(value))
    return (value as readonly JsonValue[]).map((one, index) =>
      String(index) === step ? without(one, rest) : one,
    );
  if (!isObject(value) || !Object.hasOwn(value, step)) return value;
  const { [step]: inner, ...others } = value;
  return rest.length === 0 || inner === undefined
    ? others
    : { ...value, [step]: without(inner, rest) };
}

/** Leaves out answers that another one before allows already. */
function distinct(responses: readonly AllowedResponse[]): readonly AllowedResponse[] {
  if (responses.length < 2) return responses;
  const observed = new Set<string>();
  return responses.filter(({ status, body, warn, broken }) => {
    if (body.kind !== 'error') return true;
    const name = JSON.stringify([status, body, warn, broken?.clause]);
    const plain = JSON.stringify([status, body, false, broken?.clause]);
    if (observed.has(name) || observed.has(plain)) return false;
    observed.add(name);
    return true;
  });
}
