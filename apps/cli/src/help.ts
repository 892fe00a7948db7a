import type { Api, CommandLine, Operation, Table } from './api.ts';
import { alternativesText } from './checkInput.ts';
import { exitCodeMeanings } from './exitCode.ts';
import { type Flag, flagsOf } from './flags.ts';
import { limitsOf } from './limits.ts';
import { wrap } from './wrap.ts';

const columns = (rows: readonly (readonly [string, string])[], indent = 2): string => {
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows
    .map(([name, text]) => `${' '.repeat(indent)}${name.padEnd(width)}  ${text}\n`)
    .join('');
};

const exitCodes = (): string =>
  `Exit codes:\n${columns(Object.entries(exitCodeMeanings).map(([code, text]) => [code, text]))}`;

const section = (...parts: readonly (string | undefined)[]): string =>
  parts.filter((part) => part !== undefined && part !== '').join('\n');

/** The first help: which APIs there are, and what each can do. */
export const overviewHelp = (apis: Readonly<Record<string, Api>>): string =>
  section(
    'Usage: oidc-admin <api> <operation> [flags]\n       oidc-admin <api> [<operation>] --help\n',
    wrap(
      'One command for each operation of each API. Answers go to standard output as JSON, messages to standard error.',
      0,
    ),
    ...Object.entries(apis).map(
      ([name, { title, operations }]) =>
        `${name}: ${title}\n${columns(Object.entries(operations))}`,
    ),
    exitCodes(),
  );

const commonHelp: readonly (readonly [string, string])[] = [
  ['--server-url URL', 'where the server is, in place of its environment variable'],
  ['--timeout SECONDS', 'for the whole command, retries included; 30 where not given'],
  ['--show-secrets', 'print secrets in answers, which are masked otherwise'],
  ['--yes', 'answer yes to what would be asked before the change'],
  ['--help', 'this text'],
];

/** The second help: an API's operations, and how to reach its server. */
export const apiHelp = (
  name: string,
  api: Api,
  { settings }: Pick<CommandLine, 'settings'>,
): string =>
  section(
    `Usage: oidc-admin ${name} <operation> [flags]\n`,
    wrap(`${api.title}.`, 0),
    `Operations; each has a help of its own:\n${columns(Object.entries(api.operations))}`,
    `Which server, and who calls it, from the environment:\n${settings
      .map(
        ({ variable, description, required }) =>
          `  ${variable}${required ? ' (required)' : ''}\n${wrap(description, 6)}`,
      )
      .join('')}`,
    `Flags of every operation:\n${columns(commonHelp)}`,
    exitCodes(),
  );

const argumentOf = ({ member }: Flag): string => {
  if (member.types.every((type) => type === 'boolean') && member.types.length > 0) return '';
  if (member.types.includes('string')) return ' TEXT';
  return member.types.some((type) => type === 'integer' || type === 'number') ? ' NUMBER' : ' JSON';
};

const flagHelp = (flag: Flag): string => {
  const { member, place } = flag;
  const names = [
    flag.flag === undefined ? undefined : `--${flag.flag}${argumentOf(flag)}`,
    // The others have one too; saying it once is enough.
    flag.fileFlag === undefined || flag.flag !== undefined ? undefined : `--${flag.fileFlag} FILE`,
    flag.variable,
  ].filter((name) => name !== undefined);
  const facts = [
    ...limitsOf(member).map(({ text }) => text),
    member.prefix === undefined ? '' : `begins with ${member.prefix}`,
    member.default === undefined ? '' : `default ${JSON.stringify(member.default)}`,
    member.sensitive ? 'secret' : '',
    `in the ${place}`,
  ].filter((fact) => fact !== '');
  const required = member.required ? ' (required)' : '';
  return (
    `  ${names.join(', ')}${required}\n` +
    wrap(member.description, 6) +
    wrap(`${facts.join('; ')}. ${member.source.join(', ')}`, 6)
  );
};

const usageOf = (api: string, operation: Operation, flags: readonly Flag[]): string => {
  const required = flags
    .filter(({ member, flag }) => member.required && flag !== undefined)
    .map((flag) => ` --${flag.flag}${argumentOf(flag)}`);
  return `Usage: oidc-admin ${api} ${operation.id}${required.join('')} [flags]\n`;
};

/** The third help: everything about one operation. */
export const operationHelp = (table: Table, operation: Operation): string => {
  const flags = flagsOf(table, operation);
  const alternatives = alternativesText(operation, flags);
  const twin = flags.find(({ flag, fileFlag }) => flag !== undefined && fileFlag !== undefined);
  return section(
    usageOf(table.api, operation, flags),
    wrap(`${operation.summary}. ${operation.description} ${operation.source.join(', ')}`, 0),
    flags.length > 0 ? `Flags:\n${flags.map(flagHelp).join('')}` : undefined,
    alternatives === undefined
      ? undefined
      : wrap(`Required besides: ${alternatives}. ${operation.body?.source?.join(', ') ?? ''}`, 0),
    twin === undefined
      ? undefined
      : wrap(
          `A text can be read from a file: in place of --${twin.flag} TEXT, --${twin.fileFlag} FILE, and so on.`,
          0,
        ),
    flags.some(({ fileFlag }) => fileFlag !== undefined)
      ? wrap(
          'As a FILE, - is standard input; where that is a terminal, the value is asked for and not shown.',
          0,
        )
      : undefined,
    `Other flags:\n${columns([
      ...(operation.body === undefined
        ? []
        : [
            [
              '--body FILE',
              'all members as one JSON object, - for standard input; flags win over it',
            ] as const,
          ]),
      ...commonHelp,
    ])}`,
    `Answers of the server:\n${columns(
      operation.answers.map(({ status, description, error }) => [
        String(status),
        `${error === undefined ? '' : `${error.name}: `}${description}`,
      ]),
    )}`,
    exitCodes(),
  );
};
