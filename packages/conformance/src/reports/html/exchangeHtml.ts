import type { Exchange } from '../checkResult.ts';
import type { CheckReport } from '../report.ts';
import { stepName } from '../steps.ts';
import { anchor, markup, type Markup } from './markup.ts';

const longest = 8000;

function pretty(text: string): string {
  let shown = text;
  try {
    shown = JSON.stringify(JSON.parse(text), undefined, 2);
  } catch {
    // No JSON: as it came.
  }
  return shown.length <= longest
    ? shown
    : `${shown.slice(0, longest)}… (${shown.length} characters)`;
}

function message(
  first: string,
  headers: Readonly<Record<string, string>>,
  body: string | undefined,
): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  const end = body === undefined || body === '' ? [] : ['', pretty(body)];
  return [first, ...lines, ...end].join('\n');
}

function senderText({ principal, wrongWay }: Exchange['sender']): string {
  const who = principal === undefined ? '' : ` as ${principal}`;
  return wrongWay === undefined ? who : `${who}, signed in wrongly: ${wrongWay}`;
}

/** The place of one exchange of a check. */
export function exchangeAnchor(target: string, { id }: CheckReport, index: number): string {
  return anchor('step', target, id, String(index + 1));
}

/** One request of a check and its response, below a line that sums them up; says so where a difference was seen in it. */
export function exchangeHtml(
  target: string,
  check: CheckReport,
  index: number,
  { request, response, error, sender, milliseconds }: Exchange,
): Markup {
  const differs = check.mismatches.some(({ exchange }) => exchange === index);
  const result = response === undefined ? (error ?? 'no response') : String(response.status);
  return markup`<details class="exchange"><summary>${stepName(check, index)}${differs ? markup` <strong>differs</strong>` : undefined} <code>${request.method} ${request.url}</code>${senderText(sender)} → <strong>${result}</strong> <small>${Math.round(milliseconds)} ms</small></summary>
<div class="pair" id="${exchangeAnchor(target, check, index)}">
<figure><figcaption>Request</figcaption><pre tabindex="0">${message(`${request.method} ${request.url}`, request.headers, request.body)}</pre></figure>
<figure><figcaption>Response${response?.length === undefined ? '' : `: the beginning of ${response.length} characters`}</figcaption><pre tabindex="0">${
    response === undefined
      ? (error ?? 'no response')
      : message(`HTTP ${response.status}`, response.headers, response.body)
  }</pre></figure>
</div></details>
`;
}
