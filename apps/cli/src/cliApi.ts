import type { CommandLine, CommandOperation, CompoundOperation } from '@oidc-admin/client';

/** One API in the generated list. */
export interface CliApi {
  readonly title: string;
  /** Summaries by operation id. */
  readonly operations: Readonly<Record<string, string>>;
  readonly load: () => Promise<CommandLine>;
}

/** An operation that is a command: one of the table, or one that is made of such. */
export type CliOperation = CommandOperation & Partial<Pick<CompoundOperation, 'removable'>>;

/** Every operation that is a command. */
export function operationsOf({
  table,
  compounds = [],
}: Pick<CommandLine, 'table' | 'compounds'>): readonly CliOperation[] {
  return [...table.operations, ...compounds];
}
