import type { Exchange } from '../checkResult.ts';
import { markup } from './markup.ts';
import type { Markup } from './markup.ts';

const longest = 8000;

const pretty = (text: string): string => {
  let shown = text;
  try {
    shown = JSON.stringify(JSON.parse(text), undefined, 2);
  } catch {
    // No JSON: as it came.
  }
  return shown.length <= longest
    ? shown
    : `${shown.slice(0, longest)}… (${shown.length} characters)`;
};

const message = (
  first: string,
  headers: Readonly<Record<string, string>>,
  body: string | undefined,
): string => {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  const end = body === undefined || body === '' ? [] : ['', pretty(body)];
  return [first, ...lines, ...end].join('\n');
};

const senderText = ({ principal, wrongWay }: Exchange['sender']): string => {
  const who = principal === undefined ? '' : ` as ${principal}`;
  return wrongWay === undefined ? who : `${who}, signed in wrongly: ${wrongWay}`;
};

/** A request and its answer, below a line that sums them up. */
export const exchangeHtml = ({
  request,
  response,
  error,
  sender,
  milliseconds,
}: Exchange): Markup => {
  const result = response === undefined ? (error ?? 'no answer') : String(response.status);
  return markup`<details class="exchange"><summary><code>${request.method} ${request.url}</code>${senderText(sender)} → <strong>${result}</strong> <small>${Math.round(milliseconds)} ms</small></summary>
<div class="pair">
<figure><figcaption>Request</figcaption><pre tabindex="0">${message(`${request.method} ${request.url}`, request.headers, request.body)}</pre></figure>
<figure><figcaption>Response</figcaption><pre tabindex="0">${
    response === undefined
      ? (error ?? 'no answer')
      : message(`HTTP ${response.status}`, response.headers, response.body)
  }</pre></figure>
</div></details>
`;
};
