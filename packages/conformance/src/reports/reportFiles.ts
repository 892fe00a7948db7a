import { badge } from './badge.ts';
import { ctrf } from './ctrf.ts';
import { reportHtml } from './html/reportHtml.ts';
import { junit } from './junit.ts';
import type { Report } from './report.ts';

/** What makes each form of a report, by the name of its file: one that fails keeps no other from being made. */
export const reportFiles: Readonly<Record<string, (report: Report) => string>> = {
  'report.json': (report) => `${JSON.stringify(report, undefined, 1)}\n`,
  'junit.xml': junit,
  'ctrf.json': ctrf,
  'index.html': reportHtml,
  'badge.json': badge,
};
