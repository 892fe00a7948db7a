import type { Operation } from '@oidc-admin/contract';

const none: Readonly<Record<string, string>> = Object.freeze({});

/** The header parameters of an operation that a request has, by lower-case names. */
export function headersGiven(
  { parameters }: Operation,
  headers: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  if (parameters.every((one) => one.in !== 'header')) return none;
  const given = Object.entries(headers).map(
    ([name, value]) => [name.toLowerCase(), value] as const,
  );
  const names = new Set(
    parameters.filter((one) => one.in === 'header').map(({ name }) => name.toLowerCase()),
  );
  return Object.fromEntries(given.filter(([name]) => names.has(name)));
}
