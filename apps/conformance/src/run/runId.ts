import { randomBytes } from 'node:crypto';

/** The beginning of every id that any run makes at a target. */
export const idPrefix = 'oidcadmin';

/** A run's own letters and digits, so that what it leaves behind is known from what others did. */
export const newRunId = (): string => randomBytes(5).toString('hex');
