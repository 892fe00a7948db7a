import { applyResource, type ApplyOptions, type StepResult } from './applyResource.ts';
import type { DeclaredResource } from './declaredResource.ts';
import type { ManagedResource } from './managedResource.ts';
import type { PacedConnection } from './pacer.ts';
import { type PlannedResource, type PlanStep, planResource } from './planResource.ts';
import { runBounded } from './runBounded.ts';

/** A resource on a server: one piece of a fleet's work. */
export interface FleetItem {
  /** The name of the target in the file. */
  readonly target: string;
  readonly managed: ManagedResource;
  readonly declared: DeclaredResource;
  /** What stands for it in a journal: the same for the same resource of the same target. */
  readonly id: string;
  /** Items of one service are spread among the others. */
  readonly service: string;
  /** Whether its secrets are written again. */
  readonly rotate: boolean;
  /** The connection of its target; the same one each time. */
  readonly connection: () => Promise<PacedConnection>;
}

/** What is to be done with one item. */
export interface FleetStep<Item extends FleetItem = FleetItem> extends PlannedResource {
  readonly item: Item;
}

/** How much is done at a time, and who is told. */
export interface FleetOptions {
  readonly concurrency: number;
  readonly signal: AbortSignal;
}

/** What is true of an item that nobody could look at. */
function unreadable({ managed, declared }: FleetItem, error: unknown): PlanStep {
  const identity = managed.identity.map((name) => [name, declared.properties[name]]);
  return {
    resource: managed.name,
    identity: Object.fromEntries(identity) as PlanStep['identity'],
    action: 'problem',
    changes: [],
    unknown: [],
    problem: error instanceof Error ? error.message : String(error),
  };
}

/**
 * Compares all items with their servers, and answers the steps in the order of the items. An item that cannot be looked at is a problem of
 * its own. Rejects only where the signal ended it.
 */
export async function planFleet<Item extends FleetItem>(
  items: readonly Item[],
  { concurrency, signal }: FleetOptions,
  onStep: (step: FleetStep<Item>) => void = () => undefined,
): Promise<FleetStep<Item>[]> {
  const steps = new Map<Item, FleetStep<Item>>();
  await runBounded(items, concurrency, signal, serviceOf, async (item) => {
    let planned: PlannedResource;
    try {
      const { managed, declared, rotate } = item;
      const connection = await item.connection();
      planned = await planResource(managed, declared, connection, { signal, rotate });
    } catch (error) {
      planned = { step: unreadable(item, error) };
    }
    const one = { item, ...planned };
    steps.set(item, one);
    onStep(one);
  });
  signal.throwIfAborted();
  return items.flatMap((item) => steps.get(item) ?? []);
}

function serviceOf({ service }: Pick<FleetItem, 'service'>): string {
  return service;
}

/** What is written together: first what is to be there, in the order of the specification; then what is to go, the other way round. */
function phases<Item extends FleetItem>(steps: readonly FleetStep<Item>[]): FleetStep<Item>[][] {
  const last = Math.max(0, ...steps.map(({ item }) => item.managed.order));
  const rank = ({ item: { managed }, step }: FleetStep): number =>
    step.action === 'delete' ? 2 * last + 1 - managed.order : managed.order;
  return [...Map.groupBy(steps, rank)].toSorted(([a], [b]) => a - b).map(([, group]) => group);
}

/** Who is kept up to date while a run goes on. */
export interface FleetWatch<Item extends FleetItem = FleetItem> {
  /** Before a write is sent; not where nothing is. */
  readonly writes?: (step: FleetStep<Item>, planned: PlannedResource) => void | Promise<void>;
  /** A write was answered with success, and is not read back yet; must not throw. */
  readonly wrote?: (step: FleetStep<Item>) => void;
  /** A step has ended; must not throw. */
  readonly ends?: (step: FleetStep<Item>, result: StepResult) => void;
}

/**
 * Does the steps of a plan that do something. One that fails does not keep the others. After the signal none begins, and those that
 * wrote are read back.
 */
export async function applyFleet<Item extends FleetItem>(
  steps: readonly FleetStep<Item>[],
  options: FleetOptions & Pick<ApplyOptions, 'secret'>,
  watch: FleetWatch<Item> = {},
): Promise<Map<Item, StepResult>> {
  const { concurrency, signal } = options;
  const results = new Map<Item, StepResult>();
  const todo = steps.filter(({ step }) => step.action !== 'none' && step.action !== 'problem');
  const work = async (one: FleetStep<Item>): Promise<void> => {
    const { managed, declared, connection, rotate } = one.item;
    const beforeWrite = (planned: PlannedResource) => watch.writes?.(one, planned);
    const afterWrite = (): void => watch.wrote?.(one);
    const own = { ...options, rotate, beforeWrite, afterWrite };
    const result = await connection().then(
      (open) => applyResource(managed, declared, open, one.step, own),
      (error: Error): StepResult => ({ outcome: 'refused', reason: error.message }),
    );
    results.set(one.item, result);
    watch.ends?.(one, result);
  };
  for (const phase of phases(todo))
    await runBounded(phase, concurrency, signal, ({ item }) => item.service, work);
  for (const { item } of todo)
    if (!results.has(item)) results.set(item, { outcome: 'stopped', reason: 'not begun' });
  return results;
}
