import type { CheckReport } from '../report.ts';
import { shownValue } from '../shownValue.ts';
import { anchor } from './anchor.ts';
import { exchangeHtml } from './exchangeHtml.ts';
import { markup } from './markup.ts';
import type { Markup } from './markup.ts';
import { statusMark } from './statusMark.ts';

type Difference = CheckReport['differences'][number];

/** What was expected and what came, side by side. */
export const differenceHtml = ({ message, expected, actual, binding }: Difference): Markup =>
  markup`<div class="difference"><p>${message} <small>${binding}</small></p>
<div class="pair">
<figure><figcaption>Expected</figcaption><pre tabindex="0">${shownValue(expected)}</pre></figure>
<figure><figcaption>Actual</figcaption><pre tabindex="0">${shownValue(actual)}</pre></figure>
</div></div>
`;

const reproduceHtml = (line: string | undefined): Markup | undefined =>
  line === undefined
    ? undefined
    : markup`<figure class="reproduce"><figcaption>Reproduce in bash</figcaption><pre tabindex="0"><code>${line}</code></pre></figure>
`;

/** One check: how to make it happen again, what differed, every request and answer. */
export const checkHtml = (target: string, check: CheckReport): Markup => {
  const { id, status, reason, differences, exchanges, reproduce } = check;
  const bad = status === 'failed' || status === 'warned';
  return markup`<details class="check" id="${anchor('check', target, id)}"${bad ? markup` open` : undefined}><summary>${statusMark(status)} check <code>${id}</code></summary>
${reason === undefined ? undefined : markup`<p>${reason}</p>`}${differences.map(differenceHtml)}${reproduceHtml(reproduce)}${exchanges.map(exchangeHtml)}</details>
`;
};
