import type { apis } from './generated/apis.ts';

type Generated = (typeof apis)[keyof typeof apis];

/** What the command line needs of an API; each client says it in its entry `command-line`. */
export type CommandLine = Awaited<ReturnType<Generated['load']>>;

/** A client that is ready for commands. */
export type Connection = Awaited<ReturnType<CommandLine['connect']>>;

/** The table of operations of an API. */
export type Table = CommandLine['table'];

/** One operation in the table, or one that is made of such. */
export type Operation = Table['operations'][number] &
  Partial<Pick<NonNullable<CommandLine['compounds']>[number], 'removable'>>;

/** Every operation that is a command. */
export const operationsOf = ({
  table,
  compounds = [],
}: Pick<CommandLine, 'table' | 'compounds'>): readonly Operation[] => [
  ...table.operations,
  ...compounds,
];

/** A property of an operation's body, or a parameter. */
export type Property = NonNullable<Operation['body']>['properties'][number];

/** Environment variables. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** One API in the generated list. */
export interface Api {
  readonly title: string;
  /** Summaries by operation id. */
  readonly operations: Readonly<Record<string, string>>;
  readonly load: () => Promise<CommandLine>;
}
