import type { CommandLine } from '@oidc-admin/client';
import type { CliOperation } from './cliApi.ts';
import { type Flag, howToGive, type InputValue, wordsOf } from './flags.ts';

/** Secrets that the operation drops where they are left out, without a word of the server; making again what was deleted does it too. */
function droppedSecrets({ action }: CliOperation, flags: readonly Flag[], isUndo = false): Flag[] {
  const isAgain = isUndo && action.does === 'create';
  if (action.does !== 'replace' && action.does !== 'save' && !isAgain) return [];
  return flags.filter(
    ({ property, place, removable }) =>
      place === 'body' && property.sensitive && !property.required && !removable,
  );
}

/** Why a person should be asked before the call, as far as the specification says; one sentence for each reason. */
export function concernsOf(
  operation: CliOperation,
  flags: readonly Flag[],
  given: readonly InputValue[],
  isUndo = false,
): string[] {
  const { action } = operation;
  const lost = droppedSecrets(operation, flags, isUndo)
    .filter((flag) => !given.some((value) => value.flag === flag))
    .map((flag) => {
      const words = wordsOf(flag);
      if (action.does === 'create')
        return `A ${words} that was stored is not known, and not put back; give ${howToGive(flag)}.`;
      const what = action.does === 'save' ? `A ${words} that is stored` : `The stored ${words}`;
      return `${what} is not kept by this; give ${howToGive(flag)}.`;
    });
  if (action.does !== 'delete') return lost;
  const what = given.filter(({ flag }) => flag.place === 'path').map(({ value }) => String(value));
  return [`This deletes the ${action.resource} ${what.join(' ')}.`, ...lost];
}

/** When {@link concernsOf} and the connection's own concern ask, for the help; empty where nothing does. */
export function whatAsks(
  { concerns }: Pick<CommandLine, 'concerns'>,
  operation: CliOperation,
  flags: readonly Flag[],
): string[] {
  const own = concerns?.[operation.id];
  return [
    ...(operation.action.does === 'delete' ? ['whether to delete'] : []),
    ...droppedSecrets(operation, flags).map(
      (flag) => `where the ${wordsOf(flag)} is left out: the stored one is not kept`,
    ),
    ...(own === undefined ? [] : [own]),
  ];
}
