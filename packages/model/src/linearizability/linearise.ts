import type { Mismatch, Model, ModelRequest, ModelState, ObservedResponse } from '../model.ts';
import { createStateDigest } from './stateDigest.ts';

/** One request and its response, and when they were on their way, in any unit that only grows. */
export interface ObservedExchange {
  readonly request: ModelRequest;
  readonly response: ObservedResponse;
  readonly start: number;
  readonly end: number;
}

/** The longest order that was found. It explains all of the history where `stuck` is undefined. */
export interface Linearised {
  /** Indices into the history. */
  readonly order: readonly number[];
  readonly state: ModelState;
  readonly stuck: { readonly index: number; readonly mismatches: readonly Mismatch[] } | undefined;
}

/** A point of the search: what was put in order so far, and what may come next. */
interface Node {
  readonly state: ModelState;
  readonly depth: number;
  /** The step that led here; none for the first. */
  readonly last: { readonly index: number; readonly before: Node } | undefined;
  readonly moves: Iterator<Move>;
}

interface Move {
  readonly index: number;
  readonly state: ModelState;
}

/** What a request was tried in, and the states that may follow; none where its response does not fit there. */
interface Tried {
  readonly before: ModelState;
  readonly after: readonly ModelState[];
}

/** In so many states is looked for the one in which a response that fits nowhere is the least wrong. */
const mostTried = 1000;

/**
 * Looks for an order of overlapping requests, each at some moment between its start and its end, in which every seen
 * answer is allowed (Wing and Gong's search, with Lowe's memory of configurations). A request that changes nothing is
 * put in order as soon as it fits, without a second thought: that never spoils what comes after it.
 */
export function linearise(
  model: Model,
  initial: ModelState,
  history: readonly ObservedExchange[],
): Linearised {
  const digest = createStateDigest(initial);
  const pending = new Pending(history);
  const visited = new Set<string>();
  const outcomes = history.map(() => new Map<number, Tried>());

  /** The states that may follow where a request was answered as seen in this state. */
  const after = (index: number, state: ModelState): readonly ModelState[] => {
    const observed = history[index];
    const known = outcomes[index];
    if (observed === undefined || known === undefined) return [];
    const number = digest(state);
    const before = known.get(number);
    if (before !== undefined) return before.after;
    const states = statesAfter(model, state, observed, digest);
    known.set(number, { before: state, after: states });
    return states;
  };

  const asking = new Set(
    model.contract.operations.filter(({ changes }) => !changes).map(({ id }) => id),
  );
  /** A write that leaves everything as it is here might be what another order needs it for. */
  const isQuiet = (index: number): boolean => {
    const observed = history[index];
    return (
      observed !== undefined &&
      (observed.response.status >= 400 || asking.has(observed.request.operation))
    );
  };

  function* movesFrom(state: ModelState): Generator<Move> {
    const here = digest(state);
    const next = pending.next().map((index) => ({ index, states: after(index, state) }));
    const quiet = next.find(
      ({ index, states }) => isQuiet(index) && states.some((one) => digest(one) === here),
    );
    const moves = quiet === undefined ? next : [{ index: quiet.index, states: [state] }];
    for (const { index, states } of moves) {
      for (const one of states) yield { index, state: one };
    }
  }

  const first: Node = { state: initial, depth: 0, last: undefined, moves: movesFrom(initial) };
  let node: Node = first;
  let best = { node, waiting: pending.next() };
  while (pending.size > 0) {
    const { value: move, done } = node.moves.next();
    if (done === true) {
      if (node.depth > best.node.depth) best = { node, waiting: pending.next() };
      if (node.last === undefined) {
        return {
          ...orderOf(best.node),
          stuck: stuckAt(model, best, history, outcomes),
        };
      }
      pending.giveBack(node.last.index);
      node = node.last.before;
      continue;
    }
    pending.take(move.index);
    const name = `${pending.name()} ${digest(move.state)}`;
    if (visited.has(name)) {
      pending.giveBack(move.index);
    } else {
      visited.add(name);
      const last = { index: move.index, before: node };
      node = { state: move.state, depth: node.depth + 1, last, moves: movesFrom(move.state) };
    }
  }
  return { ...orderOf(node), stuck: undefined };
}

function orderOf(node: Node): Pick<Linearised, 'order' | 'state'> {
  const order: number[] = [];
  for (let { last } = node; last !== undefined; last = last.before.last) order.push(last.index);
  return { order: order.toReversed(), state: node.state };
}

/** Every distinct state that follows an allowed response which the seen one matches without a failure. */
function statesAfter(
  model: Model,
  state: ModelState,
  { request, response: observed }: ObservedExchange,
  digest: (state: ModelState) => number,
): readonly ModelState[] {
  const states = new Map<number, ModelState>();
  for (const allowed of model.step(state, request)) {
    const { matched, mismatches } = model.judge([allowed], observed);
    if (matched === undefined || mismatches.some(({ binding }) => binding === 'MUST')) continue;
    const next = allowed.next(observed);
    states.set(digest(next), next);
  }
  return [...states.values()];
}

/**
 * What should have come next, and how it differs. A response that fits nowhere is the least wrong in the state that it was sent in;
 * what is wrong with it even there is not that others came first.
 */
function stuckAt(
  model: Model,
  { node, waiting: [index] }: { readonly node: Node; readonly waiting: readonly number[] },
  history: readonly ObservedExchange[],
  outcomes: readonly ReadonlyMap<number, Tried>[],
): Linearised['stuck'] {
  const observed = index === undefined ? undefined : history[index];
  if (index === undefined || observed === undefined) return undefined;
  const tried = [...(outcomes[index]?.values() ?? [])];
  const fits = tried.some(({ after }) => after.length > 0);
  const others = fits ? [] : tried.slice(0, mostTried).map(({ before }) => before);
  const verdicts = [node.state, ...others].map((state) =>
    model.judge(model.step(state, observed.request), observed.response),
  );
  const [nearest] = verdicts.toSorted(
    (one, other) =>
      Number(one.matched === undefined) - Number(other.matched === undefined) ||
      one.mismatches.length - other.mismatches.length,
  );
  return { index, mismatches: nearest?.mismatches ?? [] };
}

/** The requests that are not put in order yet, by their start. */
class Pending {
  readonly #history: readonly ObservedExchange[];
  readonly #byStart: readonly number[];
  readonly #rank: readonly number[];
  readonly #taken: boolean[];
  /** All before this rank are taken. */
  #low = 0;
  size: number;

  constructor(history: readonly ObservedExchange[]) {
    this.#history = history;
    this.#byStart = [...history.keys()].toSorted(
      (one, other) => this.#start(one) - this.#start(other),
    );
    const rank: number[] = [];
    for (const [position, index] of this.#byStart.entries()) rank[index] = position;
    this.#rank = rank;
    this.#taken = history.map(() => false);
    this.size = history.length;
  }

  #start(index: number): number {
    return this.#history[index]?.start ?? 0;
  }

  #end(index: number): number {
    return this.#history[index]?.end ?? 0;
  }

  /** What may come next: nothing else that waits was over before it began. What ended first comes first. */
  next(): readonly number[] {
    const found: number[] = [];
    let firstEnd = Number.POSITIVE_INFINITY;
    for (let rank = this.#low; rank < this.#byStart.length; rank += 1) {
      const index = this.#byStart[rank] ?? 0;
      if (this.#taken[rank] === true) continue;
      if (this.#start(index) > firstEnd) break;
      firstEnd = Math.min(firstEnd, this.#end(index));
      found.push(index);
    }
    return found
      .filter((index) => this.#start(index) <= firstEnd)
      .toSorted((one, other) => this.#end(one) - this.#end(other));
  }

  take(index: number): void {
    this.#taken[this.#rank[index] ?? 0] = true;
    this.size -= 1;
    while (this.#taken[this.#low] === true) this.#low += 1;
  }

  giveBack(index: number): void {
    const rank = this.#rank[index] ?? 0;
    this.#taken[rank] = false;
    this.size += 1;
    this.#low = Math.min(this.#low, rank);
  }

  /** Differs for each set of requests that are taken. */
  name(): string {
    const beyond: number[] = [];
    const ahead = this.#byStart.length - this.size - this.#low;
    for (let rank = this.#low; beyond.length < ahead; rank += 1) {
      if (this.#taken[rank] === true) beyond.push(rank - this.#low);
    }
    return `${this.#low}:${beyond.join()}`;
  }
}
