import { readFileSync } from 'node:fs';
import { CallView, type ShownCall } from '../callView.ts';
import type { MockReply, Received } from '../exchange.ts';
import type { Mock } from '../mock.ts';

const types = {
  'page.html': 'text/html; charset=utf-8',
  'page.css': 'text/css; charset=utf-8',
  'page.js': 'text/javascript; charset=utf-8',
} as const;

/** Nothing from elsewhere is loaded, and no other page may show this one. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** The page of a mock below its control prefix; undefined where a request asks for nothing of it. */
export function controlPage(received: Received, root: string, name: string): MockReply | undefined {
  const file = name === '' ? 'page.html' : name;
  if (received.method !== 'GET' || !Object.hasOwn(types, file)) return undefined;
  const text = readFileSync(new URL(file, import.meta.url), 'utf8');
  // Absolute, so that the path works with a slash at its end and without.
  const place = `${received.prefix ?? ''}${root}`;
  return {
    status: 200,
    headers: [
      ['content-type', types[file as keyof typeof types]],
      ['content-security-policy', policy],
      ['x-content-type-options', 'nosniff'],
      ['cache-control', 'no-store'],
    ],
    body: Buffer.from(file === 'page.html' ? text.replaceAll('ROOT', place) : text),
  };
}

/** So many requests are shown. */
const mostRequests = 100;

/** What the page shows of a mock. Nothing in it is secret. */
export function pageView(mock: Mock, isSandbox: boolean): object {
  const { resources, sessions } = mock.state.read();
  const { contract, requests } = mock;
  const view = new CallView(contract, () => resources);
  const shown = requests.slice(-mostRequests);
  return {
    title: contract.title,
    operations: contract.operations.map(({ id }) => id),
    requests: shown.map((exchange): ShownCall & { readonly id: number } => ({
      id: numberOf(exchange),
      ...view.call(exchange),
    })),
    // Each session is named by its token.
    state: { resources: view.state(), sessions: Object.keys(sessions).length },
    faults: mock.faults.list(),
    // One sandbox knows nothing of the others: the page keeps the choice that it has.
    ...(isSandbox ? {} : { sandboxes: mock.sandboxes.list().map(({ name }) => name) }),
  };
}

const numbers = new WeakMap<object, number>();
let last = 0;

/** Knows a request again when the page asks the next time. */
function numberOf(exchange: object): number {
  const known = numbers.get(exchange);
  if (known !== undefined) return known;
  last += 1;
  numbers.set(exchange, last);
  return last;
}
