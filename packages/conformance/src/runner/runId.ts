import { randomBytes } from 'node:crypto';

/** The beginning of every id that any run makes at a target. */
export const idPrefix = 'oidcadmin';

const runIdBytes = 5;

/** A run's own letters and digits, so that what it leaves behind is known from what others did. */
export const newRunId = (): string => randomBytes(runIdBytes).toString('hex');

/** The prefix, the run's id, and the number of what the run made: at least three digits to the base of 36. */
const madeKey = new RegExp(`^${idPrefix}[0-9a-f]{${runIdBytes * 2}}[0-9a-z]{3}`, 'i');

/**
 * Whether some run has made a key, in any letter case. The prefix alone is not enough: `OidcAdminProd` is a name that
 * people give.
 */
export const isMadeByAnyRun = (key: string): boolean => madeKey.test(key);

/** Whether the run with this id has made a key, in any letter case. */
export const isMadeBy = (runId: string, key: string): boolean =>
  key.toLowerCase().startsWith(idPrefix + runId);
