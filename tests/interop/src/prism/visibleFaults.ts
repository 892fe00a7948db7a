import type { Mock } from '@oidc-admin/mock';

/** Kinds of broken promises that show in one response by itself, so that Prism can see them. */
const visible: readonly string[] = ['status', 'contentType', 'propertyPresent', 'propertyType'];

/** Names a fault for each operation and each visible kind: the one that breaks the first such clause. */
export function visibleFaults({ contract, faults }: Mock): readonly string[] {
  const known = new Set(faults.list().map(({ name }) => name));
  const first = new Map<string, string>();
  for (const { id, kind, operation = '' } of contract.clauses) {
    const fault = `break:${id}`;
    const key = `${operation} ${kind}`;
    if (known.has(fault) && visible.includes(kind) && !first.has(key)) first.set(key, fault);
  }
  return [...first.values()];
}
