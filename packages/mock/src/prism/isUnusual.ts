import type { Received } from '../exchange.ts';

/**
 * Whether a request asks for something that only Prism itself answers: a particular status, example or made-up body,
 * by the header Prefer.
 */
export function isUnusual(received: Received): boolean {
  return received.headers['prefer'] !== undefined;
}
