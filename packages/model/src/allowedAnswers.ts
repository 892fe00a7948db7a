import type { Allowed } from '@oidc-admin/contract';

import { accessOf, touched } from './access.ts';
import { nameOf } from './breach.ts';
import type { Breach, RuleGroup } from './breach.ts';
import { breachesOf } from './breachesOf.ts';
import type { View } from './breachesOf.ts';
import type { Context } from './context.ts';
import type { AllowedAnswer, ModelRequest, ModelState } from './model.ts';
import { isObject } from './pointer.ts';
import { refusal } from './refusal.ts';
import { successes } from './successes.ts';

/**
 * Every answer that is allowed to a request, the one that a mock gives first. Where the document promises an order of
 * checks, only the first failing group decides; elsewhere every broken rule does.
 */
export function allowedAnswers(
  context: Context,
  state: ModelState,
  request: ModelRequest,
): readonly AllowedAnswer[] {
  const excused = new Set<string>();
  const answers = [...resolve(context, state, request, { doubtful: 'open', excused })];
  const access = accessOf(context, state, context.operation(request.operation), request);
  if (access.kind === 'open' && access.doubtful) {
    answers.push(...resolve(context, state, request, { doubtful: 'expired', excused }));
  }
  return distinct(answers);
}

function resolve(
  context: Context,
  state: ModelState,
  request: ModelRequest,
  view: View,
): readonly AllowedAnswer[] {
  const deciding = decidingOf(context, breachesOf(context, state, request, view));
  if (deciding.length === 0) return successes(context, state, request);

  const refused = refusalsOf(state, request, deciding);
  const forgiven = forgivenWays(deciding).flatMap(({ leftOut, warn }) => {
    const without = withoutMembers(request, leftOut);
    const excused = new Set([...view.excused, ...deciding.map(nameOf)]);
    return resolve(context, state, without, { ...view, excused }).map((answer) =>
      warn && !answer.warn ? { ...answer, warn: true } : answer,
    );
  });
  const forgiveFirst = deciding.every(({ outcome }) => isForgiving(outcome.allow[0]));
  return forgiveFirst ? [...forgiven, ...refused] : [...refused, ...forgiven];
}

/** The breaches that decide what is answered. A group that the order does not name may be checked at any time. */
function decidingOf(context: Context, breaches: readonly Breach[]): readonly Breach[] {
  const { order } = context.contract;
  const ordered: readonly RuleGroup[] = order;
  const first = order.find((group) => breaches.some((breach) => breach.group === group));
  if (first === undefined) return breaches;
  return breaches.filter(({ group }) => group === first || !ordered.includes(group));
}

function refusalsOf(
  state: ModelState,
  request: ModelRequest,
  breaches: readonly Breach[],
): readonly AllowedAnswer[] {
  const after = breaches.some(({ group }) => group === 'security')
    ? state
    : touched(state, request);
  const next = (): ModelState => after;
  const by = (
    breach: Breach,
    entries: readonly Allowed[],
    warn: boolean,
  ): readonly AllowedAnswer[] =>
    entries.flatMap((entry) =>
      'as' in entry
        ? []
        : [
            refusal(request.operation, breach.broken.clause, entry, {
              warn,
              next,
              broken: breach.broken,
            }),
          ],
    );
  return [
    ...breaches.flatMap((breach) => by(breach, breach.outcome.allow, false)),
    ...breaches.flatMap((breach) => [
      ...by(breach, breach.outcome.warn, true),
      // Where a rule only SHOULD hold, any other refusal is tolerated as well.
      ...(breach.outcome.binding === 'SHOULD' ? by(breach, [{ status: '4XX' }], true) : []),
    ]),
  ];
}

/** A way to take a request in spite of the rules that it breaks. */
interface ForgivenWay {
  readonly leftOut: readonly string[];
  readonly warn: boolean;
}

/** The ways in which all of these breaches together may be forgiven; none where one of them may not be. */
function forgivenWays(breaches: readonly Breach[]): readonly ForgivenWay[] {
  const way = (preferred: 'leftOut' | 'accepted'): ForgivenWay | undefined => {
    const leftOut: string[] = [];
    let warned = false;
    for (const { broken, outcome } of breaches) {
      const found = forgivenAs(outcome.allow, preferred) ?? forgivenAs(outcome.warn, preferred);
      if (found === undefined && outcome.binding !== 'SHOULD') return undefined;
      warned ||= forgivenAs(outcome.allow, preferred) === undefined;
      if (found === 'leftOut' && broken.member !== undefined) leftOut.push(broken.member);
    }
    return { leftOut, warn: warned };
  };
  const [one, other] = [way('leftOut'), way('accepted')];
  if (one === undefined || other === undefined) return [];
  return one.leftOut.length === other.leftOut.length && one.warn === other.warn
    ? [one]
    : [one, other];
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

function withoutMembers(request: ModelRequest, names: readonly string[]): ModelRequest {
  if (names.length === 0 || request.body.kind !== 'json' || !isObject(request.body.value))
    return request;
  const kept = Object.entries(request.body.value).filter(([name]) => !names.includes(name));
  return { ...request, body: { kind: 'json', value: Object.fromEntries(kept) } };
}

/** Leaves out answers that another one before allows already. */
function distinct(answers: readonly AllowedAnswer[]): readonly AllowedAnswer[] {
  if (answers.length < 2) return answers;
  const seen = new Set<string>();
  return answers.filter(({ status, body, warn, broken }) => {
    if (body.kind !== 'error') return true;
    const name = JSON.stringify([status, body, warn, broken?.clause]);
    const plain = JSON.stringify([status, body, false, broken?.clause]);
    if (seen.has(name) || seen.has(plain)) return false;
    seen.add(name);
    return true;
  });
}
