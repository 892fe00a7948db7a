import type { Clause, Contract } from '@oidc-admin/contract';
import { distance } from 'fastest-levenshtein';
import { ActiveFault } from './activeFault.ts';
import type { Received } from './exchange.ts';
import type { Fault, FaultInfo } from './fault.ts';
import { checkedFaultOptions, type FaultOptions } from './faultOptions.ts';

const none: readonly ActiveFault[] = Object.freeze([]);

/** Knows every fault of a mock, and which are on. */
export class FaultSwitch {
  readonly #contract: Contract;
  readonly #make: () => readonly Fault[];
  #all: ReadonlyMap<string, Fault> | undefined;
  #active: readonly ActiveFault[] = none;

  /** `make` is called when the list is first needed: an ordinary start derives no faults. */
  constructor(contract: Contract, make: () => readonly Fault[]) {
    this.#contract = contract;
    this.#make = make;
  }

  get active(): readonly ActiveFault[] {
    return this.#active;
  }

  /** The faults that spoil a request for an operation; for no operation, those that concern every one. */
  for(operation: string | undefined, received: Received): readonly ActiveFault[] {
    if (this.#active.length === 0) return none;
    return this.#active.filter((one) => one.concerns(operation) && one.spoils(received));
  }

  list(): readonly FaultInfo[] {
    const named = clausesByName(this.#contract);
    return [...this.#known().values()].map(({ name, description, breaks, operation }) => {
      const broken = breaks
        .flatMap((one) => named.get(one) ?? [])
        .toSorted((left, right) => left.place - right.place);
      const on = this.#active.find(({ fault }) => fault.name === name);
      const onlyShould = broken.length > 0 && broken.every(({ binding }) => binding === 'SHOULD');
      return {
        name,
        api: this.#contract.api,
        kind: broken[0]?.kind ?? 'availability',
        description,
        breaks,
        binding: onlyShould ? 'SHOULD' : 'MUST',
        ...(operation === undefined ? {} : { operation }),
        ...(on === undefined || on.left === 0 ? {} : { on: on.options }),
      };
    });
  }

  on(name: string, options: FaultOptions = {}): void {
    const { operation } = checkedFaultOptions(options);
    const fault = this.#known().get(name);
    if (fault === undefined) throw new Error(this.#unknown(name));
    if (operation !== undefined && !this.#contract.operations.some(({ id }) => id === operation))
      throw new Error(
        `there is no operation '${operation}'; known are ${this.#contract.operations.map(({ id }) => id).join(', ')}`,
      );
    this.off(name);
    this.#active = [...this.#active, new ActiveFault(fault, options)];
  }

  off(name?: string): void {
    this.#active =
      name === undefined ? none : this.#active.filter(({ fault }) => fault.name !== name);
  }

  #known(): ReadonlyMap<string, Fault> {
    if (this.#all === undefined) {
      const all = new Map<string, Fault>();
      for (const fault of this.#make()) {
        if (all.has(fault.name)) throw new Error(`two faults are called '${fault.name}'`);
        all.set(fault.name, fault);
      }
      this.#all = all;
    }
    return this.#all;
  }

  #unknown(name: string): string {
    // Whoever leaves out what stands behind the colon meant any of those.
    const compared = (known: string): string =>
      name.includes(':') ? known : (known.split(':')[0] ?? known);
    const near = [...this.#known().keys()]
      .map((known) => ({ known, far: distance(name, compared(known)) }))
      .toSorted((left, right) => left.far - right.far)
      .slice(0, 3)
      .map(({ known }) => known);
    return near.length === 0
      ? `there is no fault '${name}'; this mock was made without the option 'faults'`
      : `there is no fault '${name}'; the nearest are ${near.join(', ')}`;
  }
}

/** A clause, and its place among all. */
type PlacedClause = Clause & { readonly place: number };

/** The clauses that a fault breaks which names one: the id of a clause, or a kind. */
function clausesByName({ clauses }: Contract): ReadonlyMap<string, readonly PlacedClause[]> {
  const named = new Map<string, PlacedClause[]>();
  for (const [place, clause] of clauses.entries())
    for (const name of [clause.id, clause.kind]) {
      const own = named.get(name);
      if (own === undefined) named.set(name, [{ ...clause, place }]);
      else own.push({ ...clause, place });
    }
  return named;
}
