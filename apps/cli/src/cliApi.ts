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

/** Whether an operation changes how people sign in. */
export function writesSignIn(
  { signIn }: Pick<CommandLine, 'signIn'>,
  { action }: CliOperation,
): boolean {
  const isWrite =
    ['create', 'replace', 'merge', 'save'].includes(action.does) && 'resource' in action;
  return isWrite && action.resource === signIn?.resource;
}

/** Every operation that is a command. */
export function operationsOf({
  table,
  compounds = [],
}: Pick<CommandLine, 'table' | 'compounds'>): readonly CliOperation[] {
  return [...table.operations.map(withRemovable), ...compounds];
}

/** What a merge takes null for can be taken away by a flag. */
function withRemovable(operation: CommandOperation): CliOperation {
  const { action, body } = operation;
  if (action.does !== 'merge') return operation;
  const removable = (body?.properties ?? []).filter(
    ({ types, required, sensitive }) => types.includes('null') && !required && !sensitive,
  );
  return { ...operation, removable: removable.map(({ name }) => name) };
}

/** The commands for files that say how servers shall be, with their summaries. */
export const asCodeCommands = {
  export: 'Print what servers hold as a file for plan and apply',
  plan: 'Say how servers differ from a file',
  apply: 'Have servers hold what a file says',
  schema: 'Print the JSON Schema of such files',
} as const;

/** A name in the shell's spelling: `clientId` becomes `client-id`. */
export function kebabCase(name: string): string {
  return name
    .replaceAll(/([\p{Ll}\d])(\p{Lu})/gu, '$1-$2')
    .replaceAll(/(\p{Lu}+)(\p{Lu}\p{Ll})/gu, '$1-$2')
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .replaceAll(/^-|-$/g, '')
    .toLowerCase();
}
