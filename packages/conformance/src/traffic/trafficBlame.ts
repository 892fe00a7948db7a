import {
  isObject,
  kinds,
  pointerSteps,
  valueAt,
  type Clause,
  type ClauseKind,
  type Contract,
  type JsonValue,
  type Operation,
} from '@oidc-admin/contract';
import type { Mismatch } from '@oidc-admin/model';
import { formRank } from '../reports/causes/responseCauses.ts';
import { Recent } from './recent.ts';
import { keyText, type TrafficPlace } from './trafficMemory.ts';

/** A difference with the clause that it is blamed on, and what explains it. */
export interface BlamedMismatch extends Mismatch {
  /** The clause of which this is but a consequence. */
  readonly because?: string;
  /** The same wrong value, or the same thing too many or missing, has the same one wherever it is seen. */
  readonly trace?: string;
}

/** One exchange, as far as the blame depends on it. */
export interface BlamedExchange {
  readonly operation: Operation;
  readonly status: number;
  /** Of the request and of the response. */
  readonly sent: JsonValue | undefined;
  readonly body: JsonValue | undefined;
  /** What it is about, if one thing. */
  readonly place: TrafficPlace | undefined;
  /** The name of a place, of the one that it is about or of an element of a list with this key. */
  readonly nameOf: (key: string | undefined) => string;
}

const limits = { entries: 1000, size: 16_000_000 };

/** Which of them is broken, the form of an error or what it is called, depends on how one reads it. */
const errorKinds: ReadonlySet<ClauseKind | undefined> = new Set(['errorBody', 'errorPair']);

const valueKinds: ReadonlySet<ClauseKind> = new Set(['kept', 'replaced', 'defaults', 'normalised']);

/** Names for a difference the clause that was broken and not its neighbours, from what the exchanges before have shown. */
export class TrafficBlame {
  readonly #clauses: ReadonlyMap<string, Clause>;
  readonly #rules: ReadonlyMap<string, Clause>;
  readonly #keys: ReadonlyMap<string, string | undefined>;
  /** The bodies that were refused last, by place, until something was accepted there. */
  readonly #refused = new Recent<JsonValue>(limits);
  readonly #deleted = new Recent<undefined>(limits);
  /** Which clause a single read broke with each trace. */
  readonly #reads = new Recent<string>(limits);
  /** Which of all accepted writes was the last one, by place: what was read before it explains nothing that is seen after it. */
  readonly #lastWrite = new Recent<number>(limits);
  #writes = 0;

  constructor({ clauses, resources }: Contract) {
    this.#clauses = new Map(clauses.map((clause) => [clause.id, clause]));
    this.#rules = new Map(
      clauses
        .filter(({ resource, element }) => resource !== undefined && element === undefined)
        .map((clause) => [`${clause.resource} ${clause.kind}`, clause]),
    );
    this.#keys = new Map(resources.map(({ name, key }) => [name, key]));
  }

  /** Blames what differs in one exchange, and remembers what it did. */
  blame(mismatches: readonly Mismatch[], exchange: BlamedExchange): readonly BlamedMismatch[] {
    this.#countWrite(exchange);
    const named = mismatches.map((mismatch) => this.#named(mismatch, exchange));
    const found = named.map((mismatch) => {
      const root = this.#rootIn(named, mismatch);
      return root === undefined ? mismatch : { ...mismatch, because: root.clause };
    });
    if (exchange.operation.action.does !== 'list')
      for (const { trace, clause, because } of found)
        if (trace !== undefined && because === undefined && this.#reads.get(trace) === undefined)
          this.#reads.use(trace, clause, trace.length);
    this.#remember(exchange);
    return found;
  }

  /** Why a difference is but a consequence: what a list shows as a read does is the read's mistake. */
  becauseOf({ clause, trace, because, binding }: BlamedMismatch): string | undefined {
    if (because !== undefined || trace === undefined) return because;
    const read = this.#reads.get(trace);
    const root = this.#clauses.get(read ?? '');
    const isWeaker = binding === 'MUST' && root?.binding !== 'MUST';
    return read === clause || isWeaker ? undefined : read;
  }

  #countWrite({ operation, status, place, nameOf }: BlamedExchange): void {
    if (place === undefined || !operation.changes || status >= 400) return;
    this.#writes += 1;
    this.#lastWrite.use(nameOf(place.key), this.#writes);
    this.#lastWrite.takeOldest();
  }

  /** Something is different there now: what was refused or deleted before tells nothing any more. */
  #remember({ operation, status, sent, place, nameOf }: BlamedExchange): void {
    const { does } = operation.action;
    if (place === undefined || !operation.changes) return;
    const name = nameOf(place.key);
    if (status >= 400) {
      if (does !== 'delete' && isObject(sent))
        this.#refused.use(name, sent, JSON.stringify(sent).length);
    } else {
      this.#refused.delete(name);
      if (does === 'delete') this.#deleted.use(name, undefined);
      else this.#deleted.delete(name);
    }
    this.#refused.takeOldest();
    this.#deleted.takeOldest();
    this.#reads.takeOldest();
  }

  #named(mismatch: Mismatch, exchange: BlamedExchange): BlamedMismatch {
    const { action } = exchange.operation;
    if (!('resource' in action)) return mismatch;
    const { name, steps, isElement } = whereIn(mismatch, exchange, this.#keys.get(action.resource));
    if (name === undefined) return mismatch;
    const traced = (clause: Clause | undefined, trace: string): BlamedMismatch => ({
      ...mismatch,
      trace: `${name} ${this.#lastWrite.get(name) ?? 0} ${trace}`,
      // No MUST becomes a SHOULD by another name.
      ...(clause !== undefined &&
        (clause.binding === 'MUST' || mismatch.binding === 'SHOULD') && {
          clause: clause.id,
          binding: clause.binding,
        }),
    });
    const kind = this.#clauses.get(mismatch.symptom ?? mismatch.clause)?.kind;
    const rule = (one: ClauseKind): Clause | undefined =>
      this.#rules.get(`${action.resource} ${one}`);
    if (isElement) return traced(undefined, 'there');
    if (mismatch.at === undefined && kind === 'existence' && exchange.status < 300) {
      const isOfRead = action.does === 'read' && this.#deleted.has(name);
      return traced(isOfRead ? rule('deleted') : undefined, 'there');
    }
    if (steps === undefined || kind === undefined || !valueKinds.has(kind)) return mismatch;
    const wrong = JSON.stringify(mismatch.actual ?? null);
    const refused = this.#refused.get(name);
    const isRefused = refused !== undefined && JSON.stringify(at(refused, steps) ?? null) === wrong;
    const isRenamed = isRefused && mismatch.actual !== undefined && mismatch.symptom === undefined;
    return traced(isRenamed ? rule('refusedUnchanged') : undefined, `${steps.join('/')} ${wrong}`);
  }

  /**
   * Of several differences at one place of one response, the mistake. No SHOULD explains a MUST away, and nothing but another secret
   * a secret that is shown.
   */
  #rootIn(all: readonly Mismatch[], mismatch: Mismatch): Mismatch | undefined {
    const kindOf = ({ clause }: Mismatch): ClauseKind | undefined =>
      this.#clauses.get(clause)?.kind;
    const isSecret = (one: Mismatch): boolean => {
      const kind = kindOf(one);
      return kind !== undefined && kinds[kind].family === 'secrets';
    };
    const rank = (one: Mismatch): number => (isSecret(one) ? -1 : formRank(kindOf(one)));
    const isBefore = (one: Mismatch, other: Mismatch): boolean => {
      if (isSecret(one) !== isSecret(other))
        return isSecret(one) && (one.binding === 'MUST' || other.binding === 'SHOULD');
      return one.binding === other.binding ? rank(one) < rank(other) : one.binding === 'MUST';
    };
    return all
      .filter(
        (other) =>
          other.clause !== mismatch.clause &&
          isBefore(other, mismatch) &&
          (covers(other.at, mismatch.at) ||
            [other, mismatch].every((one) => errorKinds.has(kindOf(one)))),
      )
      .toSorted((one, other) => (isBefore(one, other) ? -1 : 1))[0];
  }
}

function covers(outer: string | undefined, inner: string | undefined): boolean {
  if (outer === undefined || inner === undefined) return false;
  return outer === inner || inner.startsWith(`${outer}/`);
}

function at(value: JsonValue, steps: readonly string[]): JsonValue | undefined {
  return steps.reduce<JsonValue | undefined>(
    (inner, step) => (isObject(inner) ? inner[step] : undefined),
    value,
  );
}

interface Where {
  readonly name?: string;
  /** To what differs, in what was saved. */
  readonly steps?: readonly string[];
  /** Whether a list has all of it too much. */
  readonly isElement?: boolean;
}

/** What a difference is about, and where in that it is. */
function whereIn(mismatch: Mismatch, exchange: BlamedExchange, key: string | undefined): Where {
  const { operation, body, place, nameOf } = exchange;
  const { action } = operation;
  if (!('resource' in action)) return {};
  if (action.does !== 'list') {
    const around = 'at' in action ? action.at : '';
    if (place === undefined) return {};
    const name = nameOf(place.key);
    if (mismatch.at === undefined || !covers(around, mismatch.at)) return { name };
    return { name, steps: pointerSteps(mismatch.at).slice(pointerSteps(around).length) };
  }
  if (mismatch.at === undefined || key === undefined || !covers(action.at, mismatch.at)) return {};
  const [index, ...steps] = pointerSteps(mismatch.at).slice(pointerSteps(action.at).length);
  const list = valueAt(body, action.at);
  const element: JsonValue | undefined =
    index === undefined || !Array.isArray(list) ? undefined : list[Number(index)];
  const named = isObject(element) ? keyText(element[key]) : undefined;
  if (named === undefined) return {};
  return { name: nameOf(named), steps, isElement: steps.length === 0 };
}
