import type { CheckReport } from '../report.ts';
import { saysAll, shownValue } from '../shownValue.ts';
import { stepsOf, stepText } from '../steps.ts';
import { exchangeAnchor, exchangeHtml } from './exchangeHtml.ts';
import { anchor, markup, type Markup } from './markup.ts';
import { statusMark } from './statusMark.ts';

type Mismatch = CheckReport['mismatches'][number];

/** What was expected and what came, side by side, where the sentence does not say it all. */
function mismatchHtml(mismatch: Mismatch): Markup {
  const { message, expected, actual, binding } = mismatch;
  const values = markup`<div class="pair">
<figure><figcaption>Expected</figcaption><pre tabindex="0">${shownValue(expected)}</pre></figure>
<figure><figcaption>Actual</figcaption><pre tabindex="0">${shownValue(actual)}</pre></figure>
</div>`;
  return markup`<div class="difference"><p>${message} <small>${binding}</small></p>
${saysAll(mismatch) ? undefined : values}</div>
`;
}

function lineHtml(heading: string, line: string | undefined): Markup | undefined {
  return line === undefined
    ? undefined
    : markup`<figure class="reproduce"><figcaption>${heading}</figcaption><pre tabindex="0"><code>${line}</code></pre></figure>
`;
}

function reproduceHtml({ replay, reproduce }: CheckReport): Markup {
  return markup`${lineHtml('Replay', replay)}${lineHtml('Reproduce in bash', reproduce)}`;
}

/** The differences of a check, below the request in which they were seen. */
function stepsHtml(
  target: string,
  check: CheckReport,
  shown: readonly Mismatch[] = check.mismatches,
): Markup[] {
  return stepsOf(check, shown).map(
    ({ index, mismatches }) =>
      markup`${
        index === undefined
          ? undefined
          : markup`<p><a href="#${exchangeAnchor(target, check, index)}">${stepText(check, index)}</a></p>
`
      }${mismatches.map(mismatchHtml)}`,
  );
}

/** What one check found of one clause, where the check as a whole is shown elsewhere. */
export function findingHtml(target: string, check: CheckReport, clause: string): Markup {
  return markup`<div class="check"><p>${statusMark(check.status)} check <a href="#${anchor('check', target, check.id)}">${check.id}</a></p>
${stepsHtml(
  target,
  check,
  check.mismatches.filter((mismatch) => mismatch.clause === clause),
)}${reproduceHtml(check)}</div>
`;
}

/** What differed only because other clauses are broken. */
function explainedHtml(
  target: string,
  check: CheckReport,
  explained: NonNullable<CheckReport['explained']>,
): Markup[] {
  return [...Map.groupBy(explained, ({ because }) => because)].map(
    ([because, own]) => markup`<p>Explained by <code>${because}</code>:</p>
${stepsHtml(target, check, own)}`,
  );
}

/** One check: how to make it happen again, what differed, every request and answer. */
export function checkHtml(target: string, check: CheckReport): Markup {
  const { id, status, reason, exchanges, explained = [] } = check;
  const bad = status === 'failed' || status === 'flaky' || status === 'warned';
  return markup`<details class="check" id="${anchor('check', target, id)}"${bad ? markup` open` : undefined}><summary>${statusMark(status)} check <code>${id}</code></summary>
${reason === undefined ? undefined : markup`<p>${reason}</p>`}${stepsHtml(target, check)}${explainedHtml(target, check, explained)}${reproduceHtml(check)}${exchanges.map((exchange, index) => exchangeHtml(target, check, index, exchange))}</details>
`;
}
