import type { MissingVariable, Principal } from '@oidc-admin/client';
import { schemesOf } from '@oidc-admin/contract';
import type { CheckRequest } from './checkRequest.ts';
import { NotRun } from './notRun.ts';

/** The scheme by which a principal signs in to an operation: the wanted one, else the first for which there are credentials. */
export function schemeFor(
  { missing }: { readonly missing: readonly MissingVariable[] },
  { name, schemes }: Pick<Principal, 'name' | 'schemes'>,
  { operation, scheme }: Pick<CheckRequest, 'operation' | 'scheme'>,
): string | undefined {
  const can = (one: string): boolean => schemes === undefined || schemes.includes(one);
  if (scheme === undefined) return schemesOf(operation).find(can);
  if (can(scheme)) return scheme;
  const text = `${name} has no credentials for ${scheme}`;
  throw new NotRun('principal', text, missing[0]?.variable);
}
