import type { Api, CommandLine, Operation } from './api.ts';
import { alternativesText } from './checkInput.ts';
import { whatAsks } from './concerns.ts';
import { exitCodeMeanings } from './exitCode.ts';
import { type Flag, flagsOf, isDecision, isRequired, isYesOrNo } from './flags.ts';
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

const commandsOf = (
  { operations }: Pick<Api, 'operations'>,
  { compounds = [] }: Pick<CommandLine, 'compounds'>,
): string =>
  columns([
    ...Object.entries(operations),
    ...compounds.map(({ id, summary }) => [id, summary] as const),
  ]);

/** The first help: which APIs there are, and what each can do. */
export const overviewHelp = async (apis: Readonly<Record<string, Api>>): Promise<string> =>
  section(
    'Usage: oidc-admin <api> <operation> [flags]\n       oidc-admin <api> [<operation>] --help\n',
    wrap(
      'One command for each operation of each API. Answers go to standard output as JSON, messages to standard error.',
      0,
    ),
    ...(await Promise.all(
      Object.entries(apis).map(
        async ([name, api]) => `${name}: ${api.title}\n${commandsOf(api, await api.load())}`,
      ),
    )),
    exitCodes(),
  );

const commonHelp: readonly (readonly [string, string])[] = [
  ['--server-url URL', 'where the server is, in place of its environment variable'],
  ['--timeout SECONDS', 'for the whole command, retries included; 30 where not given'],
  ['--show-secrets', 'print secrets in responses, which are masked otherwise'],
  ['--help', 'this text'],
];

/** The second help: an API's operations, and how to reach its server. */
export const apiHelp = (
  name: string,
  api: Api,
  commandLine: Pick<CommandLine, 'settings' | 'compounds'>,
): string =>
  section(
    `Usage: oidc-admin ${name} <operation> [flags]\n`,
    wrap(`${api.title}.`, 0),
    `Operations; each has a help of its own:\n${commandsOf(api, commandLine)}`,
    `Which server, and who calls it, from the environment:\n${commandLine.settings
      .map(
        ({ variable, description, required }) =>
          `  ${variable}${required ? ' (required)' : ''}\n${wrap(description, 6)}`,
      )
      .join('')}`,
    `Flags of every operation:\n${columns(commonHelp)}`,
    exitCodes(),
  );

const argumentOf = ({ property }: Flag): string => {
  if (isYesOrNo(property) && property.types.length > 0) return '';
  if (property.types.includes('string')) return ' TEXT';
  return property.types.some((type) => type === 'integer' || type === 'number')
    ? ' NUMBER'
    : ' JSON';
};

const flagHelp = (flag: Flag): string => {
  const { property, place } = flag;
  const names = [
    flag.flag === undefined ? undefined : `--${flag.flag}${argumentOf(flag)}`,
    // The others have one too; saying it once is enough.
    flag.fileFlag === undefined || flag.flag !== undefined ? undefined : `--${flag.fileFlag} FILE`,
    flag.variable,
    // Leaving a secret out is no response to what becomes of it.
    isDecision(flag) ? `--${flag.removeFlag}` : undefined,
  ].filter((name) => name !== undefined);
  const facts = [
    ...limitsOf(property).map(({ text }) => text),
    property.prefix === undefined ? '' : `begins with ${property.prefix}`,
    property.default === undefined ? '' : `default ${JSON.stringify(property.default)}`,
    flag.otherwise === undefined ? '' : `${flag.otherwise} where not given`,
    property.sensitive ? 'secret' : '',
    `in the ${place}`,
  ].filter((fact) => fact !== '');
  const required = isRequired(flag) ? ' (required)' : '';
  return (
    `  ${names.join(', ')}${required}\n` +
    wrap(property.description, 6) +
    wrap(`${facts.join('; ')}. ${property.source.join(', ')}`, 6)
  );
};

const usageOf = (api: string, operation: Operation, flags: readonly Flag[]): string => {
  const required = flags
    .filter((one) => isRequired(one) && one.flag !== undefined)
    .map((flag) => ` --${flag.flag}${argumentOf(flag)}`);
  return `Usage: oidc-admin ${api} ${operation.id}${required.join('')} [flags]\n`;
};

/** The third help: everything about one operation. */
export const operationHelp = (commandLine: CommandLine, operation: Operation): string => {
  const { table } = commandLine;
  const flags = flagsOf(commandLine, operation);
  const asks = whatAsks(commandLine, operation, flags);
  const removable = flags.find((flag) => flag.removeFlag !== undefined && !isDecision(flag));
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
    removable === undefined
      ? undefined
      : wrap(
          `--${removable.removeFlag} takes that property away, and so on; so does null in --body.`,
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
              'all properties as one JSON object, - for standard input; flags win over it',
            ] as const,
          ]),
      ...commonHelp.slice(0, -1),
      ...(asks.length === 0 ? [] : [['--yes', 'go on without asking'] as const]),
      ...commonHelp.slice(-1),
    ])}`,
    asks.length === 0
      ? undefined
      : `Asked before it is sent; where nobody is at a terminal, --yes is needed:\n${asks
          .map((ask) => wrap(ask, 2))
          .join('')}`,
    `Responses of the server:\n${columns(
      operation.responses.map(({ status, description, error }) => [
        String(status),
        `${error === undefined ? '' : `${error.name}: `}${description}`,
      ]),
    )}`,
    exitCodes(),
  );
};
