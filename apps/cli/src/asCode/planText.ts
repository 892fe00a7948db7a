import type { FleetStep, PlanStep } from '@oidc-admin/client/plan';
import { lineOf } from '../guardWrite.ts';
import { openPlace, type PlacedItem } from './openDeclared.ts';

/** A step of a plan, and which place of which file wants it. */
export type PlacedStep = FleetStep<PlacedItem>;

/** How many steps there are of each kind. */
export type PlanCounts = Readonly<Record<PlanStep['action'], number>>;

/** Counts the steps of each kind. */
export function countsOf(steps: readonly PlacedStep[]): PlanCounts {
  const count = (action: PlanStep['action']): number =>
    steps.filter(({ step }) => step.action === action).length;
  return {
    create: count('create'),
    update: count('update'),
    delete: count('delete'),
    none: count('none'),
    problem: count('problem'),
  };
}

/** What a person calls the resource of a step. */
export function planStepName({ resource, identity }: PlanStep): string {
  return [resource, ...Object.values(identity).map(String)].join(' ');
}

const marks = { create: '+', update: '~', delete: '-', none: '=', problem: '!' } as const;
const words = {
  create: 'will be created',
  update: 'will be changed',
  delete: 'will be deleted',
  none: 'in sync',
  problem: '',
} as const;

/** Which server a step is for, and who calls it: settings by their names, and what else the connection knows. No secret. */
export function serverOf({ item, place = {} }: PlacedStep): Readonly<Record<string, string>> {
  const known = Object.entries(place).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value]],
  );
  return { ...(Object.fromEntries(known) as Record<string, string>), ...openPlace(item.open) };
}

function serverText(step: PlacedStep): string {
  const { open } = step.item;
  const place = Object.entries(serverOf(step)).map(([name, value]) => `${name}=${value}`);
  return [`${open.target.name} (${open.target.api})`, ...place].join(' ');
}

function stepLines({ step, item }: PlacedStep): string[] {
  const { action, changes, unknown, problem, concern } = step;
  const { place } = item.placed;
  const written = changes.flatMap((one) => (one.becomes === 'secret' ? [one.name] : []));
  return [
    `  ${marks[action]} ${planStepName(step)}: ${problem ?? words[action]} (${place})`,
    ...changes.map((change) => `      ${lineOf(change)}`),
    ...(action === 'problem' ? [] : unknown)
      .filter((name) => !written.includes(name))
      .map((name) => `      ? ${name}: unknown, as it cannot be read; --rotate writes it again`),
    ...(concern === undefined ? [] : [`      note: ${concern}`]),
  ];
}

/** The last line of a plan: how much there is to do. */
export function planCountsText({
  create,
  update,
  delete: gone,
  none,
  problem,
}: PlanCounts): string {
  const parts = [
    `${create} to create`,
    `${update} to change`,
    `${gone} to delete`,
    `${none} in sync`,
    ...(problem === 0 ? [] : [`${problem} with a problem`]),
  ];
  return parts.join(', ');
}

/** What of the resources in sync nobody can compare; a step that is shown says it itself. */
function unknownText(steps: readonly PlacedStep[]): string[] {
  const count = steps.flatMap(({ step }) => (step.action === 'none' ? step.unknown : [])).length;
  const [what, them] = count === 1 ? ['1 value is', 'it'] : [`${count} values are`, 'them'];
  return count === 0
    ? []
    : [`${what} unknown, as no server shows ${them}; --rotate writes ${them}`];
}

/** A plan for people: what is to be done, target by target, and how much that is. What is in sync is only counted. */
export function planText(steps: readonly PlacedStep[]): string {
  const open = steps.filter(({ step }) => step.action !== 'none');
  const lines = [...Map.groupBy(open, ({ item }) => item.target)].flatMap(([, own]) => [
    ...own.slice(0, 1).map(serverText),
    ...own.flatMap(stepLines),
  ]);
  return [...lines, planCountsText(countsOf(steps)), ...unknownText(steps)]
    .map((line) => `${line}\n`)
    .join('');
}

/** One step as programs read it. */
export interface PrintedStep extends PlanStep {
  readonly target: string;
  /** Which server, and who calls it: settings by their names, none of them secret. */
  readonly server: Readonly<Record<string, string>>;
  readonly place: string;
}

/** A plan for programs; what `apply --plan` takes. */
export interface PrintedPlan {
  readonly counts: PlanCounts;
  readonly steps: readonly PrintedStep[];
}

/** A plan for programs. Holds no secret. */
export function printedPlan(steps: readonly PlacedStep[]): PrintedPlan {
  return {
    counts: countsOf(steps),
    steps: steps.map((one) => ({
      target: one.item.target,
      server: serverOf(one),
      place: one.item.placed.place,
      ...one.step,
    })),
  };
}
