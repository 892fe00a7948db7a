import type { CommandOperation, CommandProperty } from '@oidc-admin/contract';
import type { CompoundOperation } from './commandLine.ts';

type Properties = Readonly<Record<string, unknown>>;

/** What a write does to one property of what is saved. Properties that stay as they are have none. */
export type PropertyChange = { readonly name: string } & (
  | { readonly becomes: 'set'; readonly after: unknown }
  | { readonly becomes: 'changed'; readonly before: unknown; readonly after: unknown }
  | { readonly becomes: 'lost'; readonly before: unknown }
  /** A secret, which nobody can compare: `unknown` where it is lost if there is one. */
  | { readonly becomes: 'secret'; readonly fate: 'set' | 'replaced' | 'removed' | 'unknown' }
);

/** A write as a command, or one that is made of several and keeps what is left out, as a merge does by itself. */
type Write = Pick<CommandOperation, 'body' | 'action'> &
  Partial<Pick<CompoundOperation, 'removable'>>;

/** Whether two values of a property mean the same: a server may write those of a list in other letters. */
function isSame({ enum: choices }: CommandProperty, one: unknown, other: unknown): boolean {
  if (choices !== undefined && typeof one === 'string' && typeof other === 'string')
    return one.toLowerCase() === other.toLowerCase();
  return JSON.stringify(one) === JSON.stringify(other);
}

function fateOf(
  name: string,
  before: Properties | undefined,
  given: unknown,
): 'set' | 'replaced' | 'removed' | 'unknown' | undefined {
  if (given !== undefined && given !== null) return before === undefined ? 'set' : 'replaced';
  if (before === undefined) return undefined;
  if (given === null) return 'removed';
  return before[name] === undefined ? 'unknown' : 'removed';
}

/**
 * What a write will do, property by property: `before` is what a read answers, none where nothing is saved; `given` what is sent,
 * `null` for what is to be taken away. Never says of a secret that it stays: a read cannot tell.
 */
export function changesOf(
  { body, action, removable }: Write,
  before: Properties | undefined,
  given: Properties,
): PropertyChange[] {
  return (body?.properties ?? []).flatMap((property): PropertyChange[] => {
    const { name, sensitive } = property;
    const isMerged = action.does === 'merge';
    if (isMerged && given[name] === undefined) return [];
    if (sensitive) {
      const fate = fateOf(name, before, given[name]);
      return fate === undefined ? [] : [{ name, becomes: 'secret', fate }];
    }
    const old = before?.[name];
    const left = removable === undefined ? property.default : old;
    const after = given[name] === undefined ? left : (given[name] ?? undefined);
    if (isSame(property, old, after)) return [];
    if (old === undefined) return [{ name, becomes: 'set', after }];
    return after === undefined
      ? [{ name, becomes: 'lost', before: old }]
      : [{ name, becomes: 'changed', before: old, after }];
  });
}

/** The names of the properties that were sent and that a read afterwards answers otherwise; a secret is none, as it cannot be compared. */
export function notHeld(
  { body }: Pick<Write, 'body'>,
  sent: Properties,
  held: Properties,
): string[] {
  return (body?.properties ?? [])
    .filter(({ name, sensitive }) => !sensitive && sent[name] !== undefined)
    .filter((property) => !isSame(property, sent[property.name] ?? undefined, held[property.name]))
    .map(({ name }) => name);
}
