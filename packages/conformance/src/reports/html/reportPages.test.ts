import { beforeAll, expect, test } from 'vitest';
import { sampleReport } from '../../testing/sampleReport.ts';
import type { Report } from '../report.ts';
import { reportPages } from './reportPages.ts';

let report: Report;

beforeAll(async () => {
  report = await sampleReport();
});

function idsIn(text: string): readonly string[] {
  return [...text.matchAll(/ id="([^"]+)"/g)].map(([, id = '']) => id);
}

test('a short report is one page', () => {
  expect([...reportPages(report).keys()]).toEqual(['index.html']);
});

test('a long one has the matrix on its first page, and each clause once on those beside it', () => {
  const most = 50_000;
  const pages = reportPages(report, most);
  const [first, ...others] = [...pages.values()];
  const around = (first ?? '').length;
  expect(others.length).toBeGreaterThan(3);
  // No page is longer than asked, but for what is around its clauses or where one cell alone is.
  for (const text of others) {
    const isOneCell = [...text.matchAll(/<details class="cell"/g)].length === 1;
    expect(text.length < most + around || isOneCell).toBe(true);
  }
  expect(first).toContain('class="matrix"');
  expect(first).not.toContain('<details class="clause"');
  const clauses = others.flatMap((text) => idsIn(text).filter((id) => id.startsWith('clause~')));
  const [whole = ''] = reportPages(report).values();
  expect(clauses).toEqual(idsIn(whole).filter((id) => id.startsWith('clause~')));
});

test('every link leads to a place that is there, on whichever page', () => {
  const pages = reportPages(report, 50_000);
  const ids = new Map([...pages].map(([name, text]) => [name, new Set(idsIn(text))]));
  let across = 0;
  for (const [name, text] of pages)
    for (const [, page = '', id = ''] of text.matchAll(/ href="([^"#]*)#([^"]+)"/g)) {
      expect(ids.get(page === '' ? name : page)?.has(id), `${name}: ${page}#${id}`).toBe(true);
      if (page !== '') across += 1;
    }
  expect(across).toBeGreaterThan(10);
});
