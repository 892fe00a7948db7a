import type { Opened } from '../runner/apis.ts';
import type { OpenTarget } from '../runner/openTarget.ts';
import type { RunOptions } from '../runner/options.ts';
import { isMadeBy } from '../runner/runId.ts';
import { createPatience } from '../runner/createPatience.ts';
import type { Patience } from '../runner/createPatience.ts';
import { openPrincipal, reasonOf } from '../runner/targetRequest.ts';
import type { TargetConnection } from '../runner/targetRequest.ts';
import type { Terminal } from '../runner/terminal.ts';
import { forAll } from './forAll.ts';
import { journalPath, readJournal, removeJournal, writeJournal } from './journal.ts';
import type { Journal } from './journal.ts';
import { findLeftovers, removeLeftovers } from './leftovers.ts';
import type { Leftover } from './leftovers.ts';
import {
  configurations,
  originalSecrets,
  putBack,
  readConfiguration,
} from './savedConfiguration.ts';
import type { SavedConfiguration } from './savedConfiguration.ts';
import { targetKey } from './targetKeys.ts';
import { writeWarnings } from './warnings.ts';

/** What happens at a target after the checks, whatever became of them. */
export interface Guard {
  /** Puts back what the run changed. Answers what could not be put back, one line each. Never throws. */
  restore(): Promise<readonly string[]>;
}

export type Guarded = { readonly refused: string } | Guard;

const nothing: Guard = { restore: () => Promise.resolve([]) };

const connectionOf = ({ parameters, contract, access }: OpenTarget): TargetConnection => ({
  url: parameters.target.url,
  timeoutMs: parameters.timeoutMs,
  contract,
  access,
});

const signedIn = async <T>(
  target: OpenTarget,
  environment: NodeJS.ProcessEnv,
  work: (connection: TargetConnection, opened: Opened) => Promise<T>,
  patiently?: Patience,
): Promise<T> => {
  const connection = { ...connectionOf(target), ...(patiently !== undefined && { patiently }) };
  const [principal] = target.access.principals(environment).principals;
  if (principal === undefined) throw new Error('there are no credentials');
  const opened = await openPrincipal(connection, principal);
  try {
    return await work(connection, opened);
  } finally {
    await opened.close().catch(() => undefined);
  }
};

/** Why configurations must not be written: those of the variables with their original secrets that are not set. */
const secretsWanted = (
  target: OpenTarget,
  options: RunOptions,
  environment: NodeJS.ProcessEnv,
  configured: readonly SavedConfiguration[],
): string | undefined => {
  if (options.noOriginalSecret) return undefined;
  const missing = configured.flatMap((before) =>
    originalSecrets(target, environment, before)
      .filter(({ value }) => value === undefined)
      .map(({ variable }) => variable),
  );
  return missing.length === 0
    ? undefined
    : `a configuration is put back with its secret: set ${missing.join(', ')}, or say --no-original-secret`;
};

/** The first of each kind of configuration, which a run certainly writes, whether or not it is there already. */
const firstConfigurations = (
  { contract, access }: OpenTarget,
  environment: NodeJS.ProcessEnv,
): SavedConfiguration[] =>
  configurations(contract).flatMap(({ name, parent }) =>
    (access.parents(environment)[parent ?? ''] ?? [])
      .slice(0, 1)
      .map((first) => ({ resource: name, parent: first })),
  );

const isConfigured = ({ properties }: SavedConfiguration): boolean => properties !== undefined;

const readBefore = async (
  target: OpenTarget,
  environment: NodeJS.ProcessEnv,
  connection: TargetConnection,
  opened: Opened,
): Promise<SavedConfiguration[]> => {
  const before: SavedConfiguration[] = [];
  for (const resource of configurations(target.contract))
    for (const parent of target.access.parents(environment)[resource.parent ?? ''] ?? [])
      before.push(await readConfiguration(connection, opened, resource, parent));
  return before;
};

/** Puts back what a journal holds. Answers what was lost; only where nothing was, the journal is not needed any more. */
const restoreJournal = async (
  journal: Journal,
  connection: TargetConnection,
  opened: Opened,
  environment: NodeJS.ProcessEnv,
): Promise<string[]> => {
  const lost = await forAll(
    journal.configurations,
    ({ resource, parent }) => `${resource} of ${parent} was not put back`,
    (before) => putBack(connection, opened, before, environment),
  );
  if (lost.length > 0) return [...lost, `what was there stands in ${journalPath(journal.url)}`];
  removeJournal(journal.url);
  return [];
};

/** A target that cannot list has a fault that the checks will name; it is no reason not to run them. */
const lookForLeftovers = async (
  connection: TargetConnection,
  opened: Opened,
  err: Terminal['err'],
): Promise<readonly Leftover[]> => {
  try {
    return await findLeftovers(connection, opened);
  } catch (error) {
    err(
      `Whether earlier runs left something at ${connection.url} is not known: ${reasonOf(error)}\n`,
    );
    return [];
  }
};

/** Removes what earlier runs left, or says what it is and how to have it removed. */
const meetLeftovers = async (
  target: OpenTarget,
  options: RunOptions,
  { environment, err }: Terminal,
  connection: TargetConnection,
  opened: Opened,
): Promise<string | undefined> => {
  const { url } = connection;
  const journal = readJournal(targetKey(target));
  const leftovers = await lookForLeftovers(connection, opened, err);
  for (const { resource, key } of leftovers)
    err(`Left by an earlier run at ${url}: ${resource} ${key}\n`);
  for (const { resource, parent } of journal?.configurations ?? [])
    err(`Not put back by an earlier run at ${url}: ${resource} of ${parent}\n`);
  if (!options.cleanUp) {
    if (leftovers.length > 0 || journal !== undefined)
      err('--clean-up removes it and puts it back.\n');
    return journal !== undefined && target.parameters.level !== 'default'
      ? 'an earlier run was killed before it put everything back: run once with --clean-up'
      : undefined;
  }
  if (journal !== undefined) {
    const configured = journal.configurations.filter(isConfigured);
    const wanted = secretsWanted(target, options, environment, configured);
    if (wanted !== undefined) return wanted;
  }
  const patient = { ...connection, patiently: createPatience() };
  const lost =
    journal === undefined ? [] : await restoreJournal(journal, patient, opened, environment);
  const kept = [...lost, ...(await removeLeftovers(patient, opened, leftovers))];
  return kept.length === 0 ? undefined : `not cleaned up: ${kept.join('; ')}`;
};

const restore = async (
  target: OpenTarget,
  journal: Journal | undefined,
  environment: NodeJS.ProcessEnv,
): Promise<readonly string[]> => {
  const { runId } = target.parameters;
  const lost: string[] = [];
  try {
    await signedIn(
      target,
      environment,
      async (connection, opened) => {
        if (journal !== undefined)
          lost.push(...(await restoreJournal(journal, connection, opened, environment)));
        const own = await findLeftovers(connection, opened, (key) => isMadeBy(runId, key));
        lost.push(...(await removeLeftovers(connection, opened, own)));
      },
      createPatience(),
    );
  } catch (error) {
    lost.push(`not everything was put back: ${reasonOf(error)}`);
  }
  return lost.length === 0 ? [] : [...lost, 'run once with --clean-up'];
};

/**
 * Prepares a real target for the level of the run: shows or removes what earlier runs left, and before writes says what
 * cannot be put back and notes what will be. An embedded mock needs none of that.
 */
export const guardTarget = async (
  target: OpenTarget,
  options: RunOptions,
  terminal: Terminal,
): Promise<Guarded> => {
  const {
    level,
    runId,
    target: { embedded },
  } = target.parameters;
  if (embedded) return nothing;
  const { environment, err } = terminal;
  if (level === 'allowWrites') {
    const first = firstConfigurations(target, environment);
    const wanted = secretsWanted(target, options, environment, first);
    if (wanted !== undefined) return { refused: wanted };
  }
  try {
    return await signedIn(target, environment, async (connection, opened): Promise<Guarded> => {
      const refused = await meetLeftovers(target, options, terminal, connection, opened);
      if (refused !== undefined) return { refused };
      if (level === 'default') return nothing;
      if (level === 'disposable') return { restore: () => restore(target, undefined, environment) };
      const before = await readBefore(target, environment, connection, opened);
      const configured = before.filter(isConfigured);
      const wanted = secretsWanted(target, options, environment, configured);
      if (wanted !== undefined) return { refused: wanted };
      const began = new Date().toISOString();
      const journal: Journal | undefined =
        configured.length === 0
          ? undefined
          : { version: 1, url: targetKey(target), runId, began, configurations: before };
      if (journal !== undefined) writeJournal(journal);
      err(writeWarnings(target, environment, before));
      return { restore: () => restore(target, journal, environment) };
    });
  } catch (error) {
    const reason = `the target cannot be prepared: ${reasonOf(error)}`;
    if (level === 'allowWrites') return { refused: reason };
    // Nothing has to be put back, and what is wrong the checks will name.
    err(`${reason}\n`);
    return nothing;
  }
};
