import type { CommandLine } from '@oidc-admin/client';
import { planSchema } from '@oidc-admin/client/plan';
import type { CommandTerminal } from '@oidc-admin/client/terminal';
import { type Command, Option } from 'commander';
import { addHelpRows, type HelpRow } from '../addHelpRows.ts';
import { addSettingRows } from '../addSettingRows.ts';
import { type CliApi, kebabCase } from '../cliApi.ts';
import { applyExitCodes } from './applySummary.ts';
import { type AsCodeOptions, asCodeFlags } from './asCodeFlags.ts';
import { manyExample } from './manyExample.ts';
import { runApply } from './runApply.ts';
import { exportParents, runExport } from './runExport.ts';
import { planExitCodes, runPlan } from './runPlan.ts';

/** What the commands for files are made with. */
interface AsCodeParts {
  readonly apis: Readonly<Record<string, CliApi>>;
  readonly terminal: CommandTerminal;
  readonly signal: AbortSignal;
  /** Is given the exit code of a command. */
  readonly exit: (code: number) => void;
}

const reach = ['proxy', 'ca-file', 'timeout', 'no-input', 'quiet', 'debug'];

function addExamples(command: Command, examples: readonly string[]): void {
  addHelpRows(
    command,
    'Examples:',
    examples.map((example) => ['', example]),
  );
}

function addOptions(command: Command, options: readonly Option[]): void {
  for (const option of options) command.addOption(option);
}

function codeRows(codes: Readonly<Record<number, string>>): HelpRow[] {
  return Object.entries(codes);
}

function commandLinesOf(apis: AsCodeParts['apis']): Promise<CommandLine[]> {
  return Promise.all(Object.values(apis).map((api) => api.load()));
}

async function addSettings(command: Command, apis: AsCodeParts['apis']): Promise<void> {
  const all = await commandLinesOf(apis);
  addSettingRows(
    command,
    all.map((one) => [one.table.api, one.table.api, one]),
  );
}

const fileArgument = 'a file of JSON or YAML, a folder of such, or - for standard input';

async function declarePlan(
  command: Command,
  { apis, terminal, signal, exit }: AsCodeParts,
): Promise<void> {
  command
    .argument('<file>', fileArgument)
    .description(
      'Compares servers with a file that says how they shall be, and says what apply would do. Only what stands in the file is compared. Changes nothing. Secrets stand in the file as references, and whether they differ is unknown.',
    );
  addOptions(
    command,
    asCodeFlags(['rotate', 'watch-drift', 'concurrency', 'rate', 'output', ...reach], {
      output: 'text or json; text where not given',
    }),
  );
  addExamples(command, [
    'oidc-admin plan sso.yaml',
    'oidc-admin plan sso --output json > plan.json',
    'oidc-admin plan sso.yaml --watch-drift 300',
  ]);
  addHelpRows(command, 'Exit codes of plan:', codeRows(planExitCodes));
  await addSettings(command, apis);
  command.action(async (path: string, options: AsCodeOptions) => {
    const own = { ...terminal, noInput: options.noInput === true };
    exit(await runPlan({ apis, path, options, terminal: own, signal }));
  });
}

async function declareApply(
  command: Command,
  { apis, terminal, signal, exit }: AsCodeParts,
): Promise<void> {
  command
    .argument('<file>', fileArgument)
    .description(
      'Has servers hold what a file says: shows what it is going to do, asks, writes and reads back. What is not in the file stays as it is; only what it calls absent is deleted. Before each write it looks again, and leaves alone what has changed since. One that fails does not keep the others. After Ctrl-C, or a failure, the same command goes on where it ended.',
    );
  addOptions(
    command,
    asCodeFlags(
      [
        'plan',
        'rotate',
        'concurrency',
        'rate',
        'failures',
        'start-over',
        'dry-run',
        'yes',
        'skip-doctor',
        'output',
        ...reach,
      ],
      {
        'dry-run': 'show what would be done, and write nothing',
        output: 'text or json; text where not given',
      },
    ),
  );
  addExamples(command, [
    'oidc-admin apply sso.yaml --dry-run',
    'oidc-admin apply sso.yaml',
    'oidc-admin apply sso --plan plan.json --yes',
    'oidc-admin apply sso.yaml --rotate --failures failed.yaml',
  ]);
  for (const { table } of await commandLinesOf(apis)) {
    const [heading, lines] = manyExample({ table }) ?? [];
    if (lines !== undefined)
      command.addHelpText(
        'after',
        `\n${heading}\n${lines.map((line) => `    ${line}`).join('\n')}`,
      );
  }
  addHelpRows(command, 'Exit codes of apply:', codeRows(applyExitCodes));
  await addSettings(command, apis);
  command.action(async (path: string, options: AsCodeOptions) => {
    const own = { ...terminal, noInput: options.noInput === true };
    exit(await runApply({ apis, path, options, terminal: own, signal }));
  });
}

async function parentOptions(apis: AsCodeParts['apis']): Promise<Option[]> {
  const names = [...new Set((await commandLinesOf(apis)).flatMap(exportParents))];
  return names.map((name) =>
    new Option(
      `--${kebabCase(name)} <ids...>`,
      `which ones, as there is no list of them; the ${name} of the specification`,
    ).helpGroup('Options:'),
  );
}

async function declareExport(
  command: Command,
  { apis, terminal, signal }: AsCodeParts,
): Promise<void> {
  const parents = await parentOptions(apis);
  command.description(
    'Prints what servers hold as a file for plan and apply. Which servers, and who asks, comes from the environment or a context, as for every command. What cannot be read, such as a secret, stands in it as a comment.',
  );
  const api = new Option(
    '--api <names...>',
    'only these; all that the environment names where not given',
  ).helpGroup('Options:');
  addOptions(command, [api, ...parents, ...asCodeFlags(['context', ...reach])]);
  addExamples(command, [
    'oidc-admin export > sso.yaml',
    ...parents.map((option) => `oidc-admin export ${option.long} 12345678 23456789 > sso.yaml`),
    'oidc-admin export --context prod > prod.yaml',
  ]);
  await addSettings(command, apis);
  command.action(
    async (options: AsCodeOptions & { readonly api?: readonly string[] }, own: Command) => {
      const given = Object.entries(own.opts());
      const named = parents.map((option) => option.attributeName());
      const names = [...new Set((await commandLinesOf(apis)).flatMap(exportParents))];
      const values = names.flatMap((name, index) => {
        const value = given.find(([key]) => key === named[index])?.[1] as string[] | undefined;
        return value === undefined ? [] : [[name, value] as const];
      });
      const ownTerminal = { ...terminal, noInput: options.noInput === true };
      await runExport({
        apis,
        options,
        parents: Object.fromEntries(values),
        terminal: ownTerminal,
        signal,
      });
    },
  );
}

function declareSchema(command: Command, { apis, terminal }: AsCodeParts): void {
  command.description(
    'Prints the JSON Schema of the files for plan and apply, so that editors complete them and mark what is wrong.',
  );
  addExamples(command, ['oidc-admin schema > plan.schema.json']);
  command.action(async () => {
    const entries = Object.entries(apis).map(async ([name, api]) => [name, await api.load()]);
    const all = Object.fromEntries(await Promise.all(entries)) as Parameters<typeof planSchema>[0];
    terminal.stdout.write(`${JSON.stringify(planSchema(all), undefined, 2)}\n`);
  });
}

/** Makes one of the commands for files. */
export async function declareAsCode(
  name: string,
  command: Command,
  parts: AsCodeParts,
): Promise<void> {
  command.showHelpAfterError(`See oidc-admin ${name} --help`);
  if (name === 'plan') await declarePlan(command, parts);
  else if (name === 'apply') await declareApply(command, parts);
  else if (name === 'export') await declareExport(command, parts);
  else declareSchema(command, parts);
}
