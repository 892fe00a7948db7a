import type { Opened } from '@oidc-admin/client';
import type { IncompleteReason } from '../reports/report.ts';
import { createPatience, type Patience } from '../runner/createPatience.ts';
import type { PreparedRun } from '../runner/prepareRun.ts';
import { isMadeBy } from '../runner/runId.ts';
import type { Environment } from '../runner/runParameters.ts';
import { openPrincipal, reasonOf, type TargetConnection } from '../runner/targetRequest.ts';
import { existingPlaces } from './existingPlaces.ts';
import { forAll } from './forAll.ts';
import { journalPath, readJournal, removeJournal, writeJournal, type Journal } from './journal.ts';
import { findLeftovers, removeLeftovers, type Leftover } from './leftovers.ts';
import {
  configurations,
  originalSecrets,
  placeName,
  putBack,
  readConfiguration,
  type SavedConfiguration,
} from './savedConfiguration.ts';
import { targetKey } from './targetKeys.ts';
import { staysMade, writeWarnings } from './warnings.ts';

/** What happens at a target after the checks, whatever became of them. */
export interface Guard {
  /** Puts back what the run changed. Answers what could not be put back, one line each. Never throws. */
  restore(): Promise<readonly string[]>;
}

type Guarded = { readonly refused: IncompleteReason } | Guard;

/** Tells a person something, one or more whole lines. */
type Notice = (text: string) => void;

const nothing: Guard = { restore: () => Promise.resolve([]) };

function connectionOf({ parameters, contract, access }: PreparedRun): TargetConnection {
  return {
    url: parameters.target.url,
    timeoutMs: parameters.timeoutMs,
    contract,
    access,
  };
}

async function signedIn<T>(
  target: PreparedRun,
  work: (connection: TargetConnection, opened: Opened) => Promise<T>,
  patiently?: Patience,
): Promise<T> {
  const connection = { ...connectionOf(target), ...(patiently !== undefined && { patiently }) };
  const [principal] = target.access.principals(target.environment).principals;
  if (principal === undefined) throw new Error('there are no credentials');
  const opened = await openPrincipal(connection, principal);
  try {
    return await work(connection, opened);
  } finally {
    await opened.close().catch(() => undefined);
  }
}

/** Why configurations must not be written: those of the variables with their original secrets that are not set. */
function secretsWanted(
  target: PreparedRun,
  configured: readonly SavedConfiguration[],
): string | undefined {
  if (target.options.noOriginalSecret === true) return undefined;
  const missing = configured.flatMap((before) =>
    originalSecrets(target, target.environment, before)
      .filter(({ value }) => value === undefined)
      .map(({ variable }) => variable),
  );
  return missing.length === 0
    ? undefined
    : `a configuration is put back with its secret: set ${missing.join(', ')}, or say --no-original-secret`;
}

/** The first of each kind of configuration, which a run certainly writes, whether or not it is there already. */
function firstConfigurations({ contract, access, environment }: PreparedRun): SavedConfiguration[] {
  return configurations(contract).flatMap(({ name, parent }) =>
    (access.parents(environment)[parent ?? ''] ?? [])
      .slice(0, 1)
      .map((first) => ({ resource: name, parent: first })),
  );
}

/**
 * Why nothing must be written: nobody can read something existing, so that nobody can put it back, or nothing deletes what the
 * run makes.
 */
function staysChanged(target: PreparedRun): string | undefined {
  if (target.options.leaveChanged === true) return undefined;
  const unreadable = existingPlaces(target)
    .filter(({ resource }) => resource.operations.read === undefined)
    .map(
      ({ resource, place }) =>
        `${placeName(resource, place)} cannot be read, so what this run writes there stays`,
    );
  const kept = target.contract.resources
    .filter(staysMade)
    .map(({ name }) => `no operation deletes a ${name}, so what this run makes stays`);
  const reasons = [...unreadable, ...kept];
  return reasons.length === 0
    ? undefined
    : `${reasons.join('; ')}: say --leave-changed if that may be, or --disposable for a sandbox`;
}

function isConfigured({ properties }: SavedConfiguration): boolean {
  return properties !== undefined;
}

async function readBefore(
  target: PreparedRun,
  connection: TargetConnection,
  opened: Opened,
): Promise<SavedConfiguration[]> {
  const before: SavedConfiguration[] = [];
  for (const resource of configurations(target.contract))
    for (const parent of target.access.parents(target.environment)[resource.parent ?? ''] ?? [])
      before.push(
        await readConfiguration(connection, opened, resource, { resource: resource.name, parent }),
      );
  const unread: string[] = [];
  for (const { resource, place } of existingPlaces(target)) {
    if (resource.operations.read === undefined) continue;
    const found = await readConfiguration(connection, opened, resource, place);
    if (found.properties === undefined) unread.push(placeName(resource, place));
    before.push(found);
  }
  if (unread.length > 0) throw new Error(`${unread.join(', ')} is said to exist, and is not there`);
  return before;
}

function notPrepared(text: string): { readonly refused: IncompleteReason } {
  return { refused: { code: 'notPrepared', text } };
}

/** Puts back what a journal holds. Answers what was lost; only where nothing was, the journal is not needed any more. */
async function restoreJournal(
  journal: Journal,
  connection: TargetConnection,
  opened: Opened,
  environment: Environment,
): Promise<string[]> {
  const lost = await forAll(
    journal.configurations,
    ({ resource, parent, key }) =>
      `${key === undefined ? `${resource} of ${parent}` : `${resource} ${key}`} was not put back`,
    (before) => putBack(connection, opened, before, environment),
  );
  if (lost.length > 0)
    return [...lost, `what was there is in ${journalPath(journal.url, environment)}`];
  removeJournal(journal.url, environment);
  return [];
}

/** A target that cannot list has a fault that the checks will name; it is no reason not to run them. */
async function lookForLeftovers(
  connection: TargetConnection,
  opened: Opened,
  notice: Notice,
): Promise<readonly Leftover[]> {
  try {
    return await findLeftovers(connection, opened);
  } catch (error) {
    notice(
      `Whether earlier runs left something at ${connection.url} is not known: ${reasonOf(error)}\n`,
    );
    return [];
  }
}

/** Removes what earlier runs left, or says what it is and how to have it removed. */
async function meetLeftovers(
  target: PreparedRun,
  notice: Notice,
  connection: TargetConnection,
  opened: Opened,
): Promise<string | undefined> {
  const { url } = connection;
  const { environment, options } = target;
  const journal = readJournal(targetKey(target), environment);
  const leftovers = await lookForLeftovers(connection, opened, notice);
  for (const { resource, key } of leftovers)
    notice(`Left by an earlier run at ${url}: ${resource} ${key}\n`);
  for (const { resource, parent, key } of journal?.configurations ?? [])
    notice(
      `Not put back by an earlier run at ${url}: ${key === undefined ? `${resource} of ${parent}` : `${resource} ${key}`}\n`,
    );
  if (options.cleanUp !== true) {
    if (leftovers.length > 0 || journal !== undefined)
      notice('--clean-up removes it and puts it back.\n');
    return journal !== undefined && target.parameters.level !== 'default'
      ? 'an earlier run was killed before it put everything back: run once with --clean-up'
      : undefined;
  }
  if (journal !== undefined) {
    const configured = journal.configurations.filter(isConfigured);
    const wanted = secretsWanted(target, configured);
    if (wanted !== undefined) return wanted;
  }
  const patient = { ...connection, patiently: createPatience() };
  const lost =
    journal === undefined ? [] : await restoreJournal(journal, patient, opened, environment);
  const kept = [...lost, ...(await removeLeftovers(patient, opened, leftovers))];
  return kept.length === 0 ? undefined : `not cleaned up: ${kept.join('; ')}`;
}

async function restore(
  target: PreparedRun,
  journal: Journal | undefined,
): Promise<readonly string[]> {
  const { environment } = target;
  const { runId } = target.parameters;
  const lost: string[] = [];
  try {
    await signedIn(
      target,
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
}

/**
 * Prepares a real target for the level of the run: shows or removes what earlier runs left, and before writes says what
 * cannot be put back and notes what will be. An embedded mock needs none of that.
 */
export async function guardTarget(target: PreparedRun, notice: Notice): Promise<Guarded> {
  const {
    level,
    runId,
    target: { embedded },
  } = target.parameters;
  if (embedded) return nothing;
  if (level === 'allowWrites') {
    const first = firstConfigurations(target);
    const wanted = staysChanged(target) ?? secretsWanted(target, first);
    if (wanted !== undefined) return notPrepared(wanted);
  }
  try {
    return await signedIn(target, async (connection, opened): Promise<Guarded> => {
      const refused = await meetLeftovers(target, notice, connection, opened);
      if (refused !== undefined) return notPrepared(refused);
      if (level === 'default') return nothing;
      if (level === 'disposable') return { restore: () => restore(target, undefined) };
      const before = await readBefore(target, connection, opened);
      const configured = before.filter(isConfigured);
      const wanted = secretsWanted(target, configured);
      if (wanted !== undefined) return notPrepared(wanted);
      const began = new Date().toISOString();
      const journal: Journal | undefined =
        configured.length === 0
          ? undefined
          : { version: 1, url: targetKey(target), runId, began, configurations: before };
      if (journal !== undefined) writeJournal(journal, target.environment);
      notice(writeWarnings(target, before));
      return { restore: () => restore(target, journal) };
    });
  } catch (error) {
    const reason = `the target cannot be prepared: ${reasonOf(error)}`;
    if (level === 'allowWrites') return notPrepared(reason);
    // Nothing has to be put back, and what is wrong the checks will name.
    notice(`${reason}\n`);
    return nothing;
  }
}
