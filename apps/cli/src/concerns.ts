import type { CommandLine, Operation } from './api.ts';
import { type Flag, howToGive } from './flags.ts';
import type { InputValue } from './inputValue.ts';
import { kebabCase } from './kebabCase.ts';

/** Secrets that the operation drops where they are left out, without a word of the server. */
const droppedSecrets = ({ action }: Operation, flags: readonly Flag[]): Flag[] =>
  action.does === 'replace' || action.does === 'save'
    ? flags.filter(
        ({ property, place, removeFlag }) =>
          place === 'body' && property.sensitive && !property.required && removeFlag === undefined,
      )
    : [];

const words = ({ property }: Flag): string => kebabCase(property.name).replaceAll('-', ' ');

/** Why a person should be asked before the call, as far as the specification says; one sentence for each reason. */
export const concernsOf = (
  operation: Operation,
  flags: readonly Flag[],
  given: readonly InputValue[],
): string[] => {
  const { action } = operation;
  const lost = droppedSecrets(operation, flags)
    .filter((flag) => !given.some((value) => value.flag === flag))
    .map((flag) =>
      action.does === 'save'
        ? `A ${words(flag)} that is stored is not kept by this; give ${howToGive(flag)}.`
        : `The stored ${words(flag)} is not kept by this; give ${howToGive(flag)}.`,
    );
  if (action.does !== 'delete') return lost;
  const what = given.filter(({ flag }) => flag.place === 'path').map(({ value }) => String(value));
  return [`This deletes the ${action.resource} ${what.join(' ')}.`, ...lost];
};

/** When {@link concernsOf} and the connection's own concern ask, for the help; empty where nothing does. */
export const whatAsks = (
  { concerns }: Pick<CommandLine, 'concerns'>,
  operation: Operation,
  flags: readonly Flag[],
): string[] => {
  const own = concerns?.[operation.id];
  return [
    ...(operation.action.does === 'delete' ? ['whether to delete'] : []),
    ...droppedSecrets(operation, flags).map(
      (flag) => `where the ${words(flag)} is left out: the stored one is not kept`,
    ),
    ...(own === undefined ? [] : [own]),
  ];
};
