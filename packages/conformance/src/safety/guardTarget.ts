import type { Opened } from '@oidc-admin/client';
import type { IncompleteReason } from '../reports/report.ts';
import { createPatience, type Patience } from '../runner/createPatience.ts';
import type { PreparedRun } from '../runner/prepareRun.ts';
import { isMadeBy } from '../runner/runId.ts';
import { openPrincipal, reasonOf, type TargetConnection } from '../runner/targetRequest.ts';
import { existingPlaces } from './existingPlaces.ts';
import { appendMade, readJournal, removeJournal, writeJournal, type Journal } from './journal.ts';
import { findLeftovers, isPutBack, removeLeftovers } from './leftovers.ts';
import { isConfigured, meetLeftovers, restoreJournal, type Notice } from './meetLeftovers.ts';
import {
  configurations,
  placeName,
  readConfiguration,
  type SavedConfiguration,
  parentsOf,
} from './savedConfiguration.ts';
import { secretsWanted } from './secretsWanted.ts';
import { targetKey } from './targetKeys.ts';
import { staysMade, writeWarnings } from './warnings.ts';

/** What happens at a target after the checks, whatever became of them. */
export interface Guard {
  /** Notes the key of what is made next, so that it is deleted whatever becomes of this run. Throws where that cannot be kept. */
  note(key: string): void;
  /** Puts back what the run changed. Answers what could not be put back, one line each. Never throws. */
  restore(): Promise<readonly string[]>;
}

type Guarded = { readonly refused: IncompleteReason } | Guard;

const nothing: Guard = { note: () => undefined, restore: () => Promise.resolve([]) };

function connectionOf({ parameters, contract, access, network }: PreparedRun): TargetConnection {
  return {
    url: parameters.target.url,
    timeoutMs: parameters.timeoutMs,
    contract,
    access,
    network,
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

/** The first of each kind of configuration, which a run certainly writes, whether or not it is there already. */
function firstConfigurations(target: PreparedRun): SavedConfiguration[] {
  return configurations(target.contract).flatMap((resource) =>
    parentsOf(target, target.environment, resource)
      .slice(0, 1)
      .map((parent) => ({ resource: resource.name, parent })),
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

async function readBefore(
  target: PreparedRun,
  connection: TargetConnection,
  opened: Opened,
): Promise<SavedConfiguration[]> {
  const before: SavedConfiguration[] = [];
  for (const resource of configurations(target.contract))
    for (const parent of parentsOf(target, target.environment, resource))
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

async function restore(
  target: PreparedRun,
  journal: Journal,
  keys: ReadonlySet<string>,
  earlier: readonly string[],
): Promise<readonly string[]> {
  const { environment } = target;
  const { runId } = target.parameters;
  const lost: string[] = [];
  try {
    await signedIn(
      target,
      async (connection, opened) => {
        lost.push(...(await restoreJournal(journal, connection, opened, environment)));
        const all = await findLeftovers(connection, opened, environment, (key) =>
          isMadeBy(runId, key),
        );
        const found = all.filter((one) => !isPutBack(one, journal));
        const own = found.filter(({ label }) => keys.has(label.toLowerCase()));
        lost.push(...(await removeLeftovers(connection, opened, own)));
        for (const { resource, key } of found.filter((one) => !own.includes(one)))
          lost.push(`${resource} ${key} is left: this run has not sent that key`);
      },
      createPatience(),
    );
  } catch (error) {
    lost.push(`not everything was put back: ${reasonOf(error)}`);
  }
  if (lost.length > 0) return [...lost, 'run once with --clean-up'];
  // What runs before this one left is still there.
  if (earlier.length > 0) writeJournal({ ...journal, configurations: [] }, environment, earlier);
  else removeJournal(journal.url, environment);
  return [];
}

/** Begins the journal of a run, and answers what it does after its checks. */
function writing(
  target: PreparedRun,
  configurationsBefore: readonly SavedConfiguration[],
  earlier: readonly string[],
): Guard {
  const { environment } = target;
  const journal: Journal = {
    version: 1,
    url: targetKey(target),
    runId: target.parameters.runId,
    began: new Date().toISOString(),
    configurations: configurationsBefore,
  };
  writeJournal(journal, environment, earlier);
  const keys = new Set<string>();
  return {
    note: (key) => {
      if (keys.has(key.toLowerCase())) return;
      appendMade(journal.url, environment, key);
      keys.add(key.toLowerCase());
    },
    restore: () => restore(target, journal, keys, earlier),
  };
}

/**
 * Prepares a real target for the level of the run: shows or removes what earlier runs left, and before writes says what
 * cannot be put back and notes what will be. An embedded mock needs none of that.
 */
export async function guardTarget(target: PreparedRun, notice: Notice): Promise<Guarded> {
  const {
    level,
    target: { embedded },
  } = target.parameters;
  if (embedded) return nothing;
  try {
    // Whatever the level: nobody may think that all is well here.
    readJournal(targetKey(target), target.environment);
  } catch (error) {
    return notPrepared(reasonOf(error));
  }
  if (level === 'allowWrites') {
    const first = firstConfigurations(target);
    const wanted = staysChanged(target) ?? secretsWanted(target, first);
    if (wanted !== undefined) return notPrepared(wanted);
  }
  try {
    return await signedIn(target, async (connection, opened): Promise<Guarded> => {
      const { refused, keys } = await meetLeftovers(target, notice, connection, opened);
      if (refused !== undefined) return notPrepared(refused);
      if (level === 'default') return nothing;
      if (level === 'disposable') return writing(target, [], keys);
      const before = await readBefore(target, connection, opened);
      const configured = before.filter(isConfigured);
      const wanted = secretsWanted(target, configured);
      if (wanted !== undefined) return notPrepared(wanted);
      const guard = writing(target, before, keys);
      notice(writeWarnings(target, before));
      return guard;
    });
  } catch (error) {
    const reason = `the target cannot be prepared: ${reasonOf(error)}`;
    if (level === 'allowWrites') return notPrepared(reason);
    // Nothing has to be put back, and what is wrong the checks will name.
    notice(`${reason}\n`);
    return nothing;
  }
}
