// A second test file for the same target: vitest runs both at the same time.
// oxlint-disable-next-line import/no-unassigned-import -- it registers the checks
import './everyCheck.ts';
