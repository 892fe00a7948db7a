import { badge } from './badge.ts';
import { ctrf } from './ctrf.ts';
import { reportPages } from './html/reportPages.ts';
import { junit } from './junit.ts';
import type { Report } from './report.ts';

/**
 * What makes each form of a report, by the name of its file: one that fails keeps no other from being made. Where a form may
 * need several files, it answers their texts by their names.
 */
export const reportFiles: Readonly<
  Record<string, (report: Report) => string | ReadonlyMap<string, string>>
> = {
  'report.json': (report) => `${JSON.stringify(report, undefined, 1)}\n`,
  'junit.xml': junit,
  'ctrf.json': ctrf,
  'index.html': (report) => reportPages(report),
  'badge.json': badge,
};
