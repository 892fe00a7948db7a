import type { Contract } from './contract.ts';
import type { Draft } from './draft.ts';
import type { OperationEntry } from './entries.ts';
import { below } from './pointer.ts';
import type { RawDocument } from './rawDocument.ts';
import { rowsOf } from './scope.ts';

/** Reads how errors name themselves, and those that every operation may answer; each must stand for a documented one. */
export function readErrors(
  { 'x-errors': raw }: RawDocument,
  operations: readonly OperationEntry[],
  draft: Draft,
): Contract['errors'] {
  const documented = new Set(
    operations.flatMap(({ operation }) => operation.responses.map(({ error }) => error?.name)),
  );
  const common = Object.entries(raw?.common ?? {}).map(([name, entry]) => {
    const pointer = below('', 'x-errors', 'common', name);
    if (!documented.has(entry.as))
      draft.problem(below(pointer, 'as'), `no operation documents the error ${entry.as}`);
    if (documented.has(name)) draft.problem(pointer, `${name} is a documented error itself`);
    const { status: statuses, as, retry = false, when = [], source } = entry;
    return { name, statuses, as, retry, when, source: rowsOf(source) };
  });
  return {
    ...(raw?.header === undefined ? {} : { header: raw.header }),
    properties: raw?.properties ?? [],
    paired: raw?.paired ?? false,
    common,
    source: rowsOf(raw?.source),
  };
}
