import type { Opened } from '@oidc-admin/client';
import { createPatience } from '../runner/createPatience.ts';
import type { PreparedRun } from '../runner/prepareRun.ts';
import type { Environment } from '../runner/runParameters.ts';
import { reasonOf, type TargetConnection } from '../runner/targetRequest.ts';
import { forAll } from './forAll.ts';
import { journalPath, readJournal, removeJournal, type Journal } from './journal.ts';
import { findLeftovers, isPutBack, removeLeftovers, type Leftover } from './leftovers.ts';
import { putBack, type SavedConfiguration, type SavedPlace } from './savedConfiguration.ts';
import { secretsWanted } from './secretsWanted.ts';
import { targetKey } from './targetKeys.ts';

/** Tells a person something, one or more whole lines. */
export type Notice = (text: string) => void;

/** Whether something was configured, so that it has to be put back. */
export function isConfigured({ properties }: SavedConfiguration): boolean {
  return properties !== undefined;
}

function placeText({ resource, parent, key }: SavedPlace): string {
  if (key !== undefined) return `${resource} ${key}`;
  return parent === '' ? resource : `${resource} of ${parent}`;
}

/** Puts back what a journal holds. Answers what was lost. */
export async function restoreJournal(
  journal: Journal,
  connection: TargetConnection,
  opened: Opened,
  environment: Environment,
): Promise<string[]> {
  const lost = await forAll(
    journal.configurations,
    (place) => `${placeText(place)} was not put back`,
    (before) => putBack(connection, opened, before, environment),
  );
  return lost.length === 0
    ? []
    : [...lost, `what was there is in ${journalPath(journal.url, environment)}`];
}

/** A target that cannot list has a fault that the checks will name; it is no reason not to run them. */
async function lookForLeftovers(
  connection: TargetConnection,
  opened: Opened,
  environment: Environment,
  notice: Notice,
): Promise<readonly Leftover[] | undefined> {
  try {
    return await findLeftovers(connection, opened, environment);
  } catch (error) {
    notice(
      `Whether earlier runs left something at ${connection.url} is not known: ${reasonOf(error)}\n`,
    );
    return undefined;
  }
}

/**
 * What runs seem to have left, of which only what the journal names is certain; the rest may be anybody's. Undefined where nobody
 * knows what there is.
 */
async function certainLeftovers(
  keys: ReadonlySet<string>,
  journal: Journal | undefined,
  notice: Notice,
  connection: TargetConnection,
  opened: Opened,
  environment: Environment,
): Promise<readonly Leftover[] | undefined> {
  const { url } = connection;
  const found = await lookForLeftovers(connection, opened, environment, notice);
  if (found === undefined) return undefined;
  const all = found.filter((one) => journal === undefined || !isPutBack(one, journal));
  const certain = all.filter(({ label }) => keys.has(label.toLowerCase()));
  for (const { resource, key } of certain)
    notice(`Left by an earlier run at ${url}: ${resource} ${key}\n`);
  for (const { resource, key } of all.filter((one) => !certain.includes(one)))
    notice(
      `Looks as if a run had left it at ${url}, but no journal here names it: ${resource} ${key}. It is not touched\n`,
    );
  return certain;
}

/** What an earlier run left, as far as it was not removed. */
interface Met {
  readonly refused?: string;
  /** Keys of what it made and is still there. */
  readonly keys: readonly string[];
}

/** Removes what earlier runs left, or says what it is and how to have it removed. */
export async function meetLeftovers(
  target: PreparedRun,
  notice: Notice,
  connection: TargetConnection,
  opened: Opened,
): Promise<Met> {
  const { url } = connection;
  const { environment, options } = target;
  const { journal, keys } = readJournal(targetKey(target), environment) ?? { keys: new Set() };
  const certain = await certainLeftovers(keys, journal, notice, connection, opened, environment);
  const leftovers = certain ?? [];
  for (const place of journal?.configurations ?? [])
    notice(`Not put back by an earlier run at ${url}: ${placeText(place)}\n`);
  if (options.cleanUp !== true) {
    const changed = (journal?.configurations ?? []).some(isConfigured);
    if (leftovers.length > 0 || changed) notice('--clean-up removes it and puts it back.\n');
    return {
      keys: certain === undefined ? [...keys] : certain.map(({ label }) => label),
      ...(changed &&
        target.parameters.level !== 'default' && {
          refused:
            'an earlier run was killed before it put everything back: run once with --clean-up',
        }),
    };
  }
  if (journal !== undefined) {
    const configured = journal.configurations.filter(isConfigured);
    const wanted = secretsWanted(target, configured);
    if (wanted !== undefined) return { refused: wanted, keys: [] };
  }
  const patient = { ...connection, patiently: createPatience() };
  const lost =
    journal === undefined ? [] : await restoreJournal(journal, patient, opened, environment);
  const kept = [
    ...lost,
    ...(await removeLeftovers(patient, opened, leftovers)),
    ...(certain === undefined && keys.size > 0
      ? ['what an earlier run made was not looked for']
      : []),
  ];
  if (kept.length > 0) return { refused: `not cleaned up: ${kept.join('; ')}`, keys: [] };
  if (journal !== undefined) removeJournal(journal.url, environment);
  return { keys: [] };
}
