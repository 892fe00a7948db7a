import { valueAt, type JsonValue, type Operation } from '@oidc-admin/contract';
import type { SentRequest } from '../checks/sent.ts';

/** The elements that the response to a list shows, others' too. */
export function elementsOf(
  sent: SentRequest | undefined,
  { action }: Operation,
): readonly JsonValue[] {
  const found = 'at' in action ? valueAt(sent?.response?.json, action.at) : undefined;
  return Array.isArray(found) ? (found as readonly JsonValue[]) : [];
}
