import { badge } from './badge.ts';
import { ctrf } from './ctrf.ts';
import { reportHtml } from './html/reportHtml.ts';
import { junit } from './junit.ts';
import type { Report } from './report.ts';

/** Every form of a report, by the name of its file. */
export function reportFiles(report: Report): Readonly<Record<string, string>> {
  return {
    'report.json': `${JSON.stringify(report, undefined, 1)}\n`,
    'junit.xml': junit(report),
    'ctrf.json': ctrf(report),
    'index.html': reportHtml(report),
    'badge.json': badge(report),
  };
}
