import { UsageError } from '@oidc-admin/client/terminal';
import type { ExpectedFailure } from '@oidc-admin/conformance';
import { readYaml } from './readYaml.ts';

function readEntry(value: unknown, where: string): ExpectedFailure {
  if (typeof value !== 'object' || value === null)
    throw new UsageError(`${where}: not {clause, reason}`);
  const { clause, reason, ...rest } = value as Readonly<Record<string, unknown>>;
  if (typeof clause !== 'string') throw new UsageError(`${where}: names no clause`);
  if (typeof reason !== 'string' || reason.trim() === '')
    throw new UsageError(`${where}: ${clause} needs a reason`);
  const [unknown] = Object.keys(rest);
  if (unknown !== undefined)
    throw new UsageError(`${where}: '${unknown}' means nothing here; an entry is {clause, reason}`);
  return { clause, reason };
}

/**
 * Reads a list of clauses that are expected to fail, each with its reason; JSON or YAML. `known` are the ids of all
 * clauses. Throws a UsageError that names file and entry.
 */
export function readBaseline(path: string, known: (clause: string) => boolean): ExpectedFailure[] {
  const content = readYaml(`--baseline ${path}:`, path);
  if (!Array.isArray(content ?? [])) throw new UsageError(`--baseline ${path}: not a list`);
  const entries = ((content ?? []) as unknown[]).map((value, index) =>
    readEntry(value, `--baseline ${path}, entry ${index + 1}`),
  );
  const observed = new Set<string>();
  for (const { clause } of entries) {
    if (!known(clause))
      throw new UsageError(`--baseline ${path}: there is no clause ${clause}; --list prints all`);
    if (observed.has(clause)) throw new UsageError(`--baseline ${path}: ${clause} is there twice`);
    observed.add(clause);
  }
  return entries;
}
