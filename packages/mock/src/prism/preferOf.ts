import type { Received } from '../exchange.ts';

/** What a request asks for in its header Prefer, as Prism reads it. */
interface Preference {
  readonly code?: number;
  readonly exampleKey?: string;
  readonly dynamic?: boolean;
}

/** Reads `Prefer: code=404, example=name, dynamic=true`. Parts that are none of these are ignored (RFC 7240). */
export function preferOf(header: string | undefined): Preference {
  const parts = new Map(
    (header ?? '').split(/[,;]/).map((part): [string, string] => {
      const [name = '', value = ''] = part.split('=');
      return [name.trim().toLowerCase(), value.trim().replace(/^"(.*)"$/, '$1')];
    }),
  );
  const code = Number(parts.get('code'));
  const exampleKey = parts.get('example');
  const dynamic = parts.get('dynamic');
  return {
    ...(parts.has('code') && Number.isInteger(code) && code > 0 ? { code } : {}),
    ...(exampleKey === undefined || exampleKey === '' ? {} : { exampleKey }),
    ...(dynamic === undefined ? {} : { dynamic: dynamic.toLowerCase() === 'true' }),
  };
}

/**
 * Whether a request asks for something that only Prism itself answers: a particular status, example or made-up body,
 * by the header Prefer.
 */
export function isUnusual(received: Received): boolean {
  return received.headers['prefer'] !== undefined;
}
