import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { countsText } from '../countsText.ts';
import type { Report, ReportVerdict, TargetReport } from '../report.ts';
import { runFacts, targetFacts } from '../runFacts.ts';
import { brokenLines, coverageLine, requestsLine } from '../terminalSummary.ts';
import { grouped, linkedPages } from './linkedPages.ts';
import { anchor, Markup, markup } from './markup.ts';
import { cellsHtml, matrixHtml } from './matrixHtml.ts';
import { shownStatus, shownStatuses, statusMark, wordOf } from './statusMark.ts';

function asset(name: string): string {
  return readFileSync(new URL(name, import.meta.url), 'utf8');
}

function hashOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}

const verdictWords = {
  conformant: 'Conformant',
  withoutOperations: 'Conformant for what it has',
  expectedFailures: 'Expected failures only',
  violations: 'Violations',
  flaky: 'Flaky',
  incomplete: 'Incomplete',
  harness: 'A check is broken',
  unreachable: 'Unreachable',
  unauthorised: 'Unauthorised',
  rateLimited: 'Rate limited',
} as const satisfies Readonly<Record<ReportVerdict, string>>;

/** A list that is longer is read in the matrix. */
const mostProblems = 1000;

function problemsHtml(target: TargetReport): Markup {
  const problems = target.clauses.filter((clause) =>
    ['failed', 'flaky', 'warned'].includes(shownStatus(clause)),
  );
  if (problems.length === 0) return markup`<p>No clause failed or warned.</p>`;
  return markup`<h3>What failed or warned</h3>
<ul class="problems">
${problems.slice(0, mostProblems).map(
  (clause) =>
    markup`<li data-status="${shownStatus(clause)}">${statusMark(shownStatus(clause))} <a href="#${anchor('clause', target.name, clause.id)}">${clause.id}</a> ${clause.text}</li>
`,
)}</ul>
${problems.length <= mostProblems ? undefined : markup`<p>And ${problems.length - mostProblems} more, in the matrix.</p>`}
`;
}

/** What an auditor wants to know; closed, so that the findings are what one sees first. */
function factsHtml(title: string, facts: ReturnType<typeof runFacts>): Markup {
  return markup`<details><summary>${title}</summary><dl>${facts.map(
    ([name, value]) => markup`<dt>${name}</dt><dd>${value}</dd>`,
  )}</dl></details>`;
}

function unsupportedHtml({ unsupported }: TargetReport): Markup | undefined {
  if (unsupported.length === 0) return undefined;
  return markup`<p>Without ${unsupported.length} operation${unsupported.length === 1 ? '' : 's'}, whose clauses are not run:</p>
<ul>${unsupported.map(
    ({ operation, reason, answers }) =>
      markup`<li><code>${operation}</code>: ${reason}${answers ? '. Stale: it answers rightly' : ''}</li>`,
  )}</ul>
`;
}

/** A target, and what its matrix leads to where that stands on the same page. */
function targetHtml(target: TargetReport, table: Markup, cells: Markup | undefined): Markup {
  return markup`<section class="target" id="${anchor('target', target.name)}">
<h2>${target.name} <span class="verdict ${target.verdict}">${verdictWords[target.verdict]}</span></h2>
${factsHtml('About this target', targetFacts(target))}
<p>${target.title} ${target.specification} at ${target.embedded ? 'the embedded mock' : markup`<code>${target.url}</code>`}. Its ${coverageLine(target)}. ${requestsLine(target)}.</p>
${brokenLines(target).map((line) => markup`<p>${line}</p>`)}
${
  target.leftOut.length === 0
    ? undefined
    : markup`<p>Quick run: ${target.leftOut.length} checks left out.</p>
`
}${target.hint === undefined ? undefined : markup`<p><strong>${target.hint}</strong></p>`}${unsupportedHtml(target)}${target.reasons.length === 0 ? undefined : markup`<ul>${target.reasons.map(({ text }) => markup`<li>Incomplete: ${text}</li>`)}</ul>`}
${problemsHtml(target)}${table}${cells}</section>
`;
}

/** The filters work by the script only, which takes `hidden` away. */
const filtersHtml = markup`<form id="filters" hidden aria-label="Filters">
<fieldset><legend>Show</legend>${shownStatuses.map(
  (shown) =>
    markup`<label><input type="checkbox" name="status" value="${shown}" checked> ${wordOf(shown)}</label> `,
)}</fieldset>
<label>Binding <select name="binding"><option value="">both</option><option>MUST</option><option>SHOULD</option></select></label>
<label>Clause, row or text <input type="search" name="text"></label>
<button type="button" name="open">Open all failures</button>
<output name="count" aria-live="polite"></output>
</form>
`;

/** A page; its script and style are in it. */
function pageHtml(title: string, header: Markup, main: Markup): string {
  const style = asset('report.css');
  const script = asset('report.js');
  const policy = `default-src 'none'; style-src ${hashOf(style)}; script-src ${hashOf(script)}; base-uri 'none'; form-action 'none'`;
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>${title}</title>
<style>${new Markup(style)}</style>
</head>
<body>
<a class="skip" href="#main">To the results</a>
<header>${header}</header>
<main id="main">
${main}</main>
<script>${new Markup(script)}</script>
</body>
</html>
`.toString();
}

/** Characters of what the matrices lead to: more of it stands on pages of this length beside the first one. */
const longestPage = 2_500_000;

/**
 * The report as pages for a browser, by the names of their files; each can be read without its script. `index.html` opens
 * first, and is the only one where it stays short; what the cells of a long report lead to is on the others.
 */
export function reportPages(report: Report, longest = longestPage): ReadonlyMap<string, string> {
  const parts = report.targets.map((target) => ({ target, ...matrixHtml(target) }));
  const length = parts
    .flatMap(({ cells }) => cells)
    .reduce((sum, cell) => sum + cell.toString().length, 0);
  const title = `Conformance: ${verdictWords[report.verdict]}`;
  const isWhole = length <= longest;
  const header = markup`<h1>Conformance <span class="verdict ${report.verdict}">${verdictWords[report.verdict]}</span></h1>
<p>Begun <time datetime="${report.started}">${report.started}</time>, ${(report.milliseconds / 1000).toFixed(1)} s, seed ${report.seed}. ${countsText(report)}</p>
${factsHtml('About this run', runFacts(report))}
${report.staleExpectations.length === 0 ? undefined : markup`<ul>${report.staleExpectations.map(({ clause }) => markup`<li>Stale entry of the baseline: <code>${clause}</code> passes.</li>`)}</ul>`}
`;
  const main = markup`${isWhole ? filtersHtml : undefined}${parts.map(({ target, table, cells }) =>
    targetHtml(target, table, isWhole ? cellsHtml(target, cells) : undefined),
  )}`;
  const pages = new Map([['index.html', pageHtml(title, header, main)]]);
  if (isWhole) return pages;
  for (const { target, cells } of parts)
    for (const text of grouped(cells.map(String), longest)) {
      const back = markup`<p><a href="index.html">${title}</a></p>
<h1>${target.name}</h1>
`;
      const own = markup`${filtersHtml}${cellsHtml(target, new Markup(text))}`;
      pages.set(`index-${pages.size}.html`, pageHtml(`${target.name}: ${title}`, back, own));
    }
  return linkedPages(pages);
}
