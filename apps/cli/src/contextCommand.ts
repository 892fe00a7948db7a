import type { Setting } from '@oidc-admin/client';
import { type CommandTerminal, printable, UsageError } from '@oidc-admin/client/terminal';
import { type Command, Option } from 'commander';
import { addHelpRows } from './addHelpRows.ts';
import { type CliApi, kebabCase } from './cliApi.ts';
import { readContexts, writeContexts } from './contexts.ts';
import { pathOf } from './givenText.ts';
import { helperVariable } from './keptCredentials.ts';

type Apis = Readonly<Record<string, CliApi>>;

/** How a setting is given to `context add`: a secret only as the name of a file. */
function optionOf(api: string, { variable, description, url, secret, option }: Setting): Option {
  const name = url ? 'url' : kebabCase(option ?? variable);
  const text = `${api}: ${description}`;
  return secret
    ? new Option(`--${name}-file <file>`, `${text} The file is read at each call.`)
    : new Option(`--${name} <value>`, text);
}

/** The settings of an API that the arguments give, by variable. */
function given(
  api: string,
  settings: readonly Setting[],
  options: Readonly<Record<string, string | undefined>>,
  terminal: CommandTerminal,
): Record<string, string> {
  const found: Record<string, string> = {};
  for (const setting of settings) {
    const value = options[optionOf(api, setting).attributeName()];
    if (value === undefined) continue;
    if (setting.secret) found[`${setting.variable}_FILE`] = pathOf(terminal, value);
    else found[setting.variable] = value;
  }
  const { url, variable } = settings.find((setting) => setting.url) ?? {};
  const address = url ? found[variable ?? ''] : undefined;
  if (address !== undefined && (!URL.canParse(address) || new URL(address).password !== ''))
    throw new UsageError('--url: must be a URL without a password');
  return found;
}

function existing(terminal: CommandTerminal, name: string) {
  const all = readContexts(terminal.environment);
  const context = all.contexts[name];
  if (context !== undefined) return { all, context };
  throw new UsageError(
    `there is no context of that name; there are: ${Object.keys(all.contexts).join(', ') || 'none'}`,
  );
}

async function declareAdd(command: Command, apis: Apis, terminal: CommandTerminal): Promise<void> {
  const loaded = await Promise.all(
    Object.entries(apis).map(async ([api, { load }]) => ({ api, ...(await load()) })),
  );
  const add = command
    .command('add <name>')
    .description(
      'Keeps settings under a name, and takes them into use. No secret is kept, at most where a file with one is.',
    )
    .addOption(
      new Option('--api <api>', 'of which API').choices(Object.keys(apis)).makeOptionMandatory(),
    )
    .option(
      '--credential-helper <program>',
      'a program that keeps passwords and sessions, such as docker-credential-pass or git-credential-libsecret',
    );
  addHelpRows(add, 'Example:', [
    ['', `oidc-admin context add prod --api ${Object.keys(apis)[0]} --url https://server.example`],
  ]);
  const names = new Set<string>();
  for (const { api, settings } of loaded) {
    for (const setting of settings) {
      if (setting.transient) continue;
      // Two APIs may have the same word.
      const option = optionOf(api, setting);
      if (names.has(option.name())) continue;
      names.add(option.name());
      add.addOption(option);
    }
  }
  add.action((name: string, options: Readonly<Record<string, string | undefined>>) => {
    const { api = '', credentialHelper: helper } = options;
    const settings = loaded.find((one) => one.api === api)?.settings ?? [];
    const own = new Set([
      'api',
      'credentialHelper',
      ...settings.map((setting) => optionOf(api, setting).attributeName()),
    ]);
    const strange = add.options.find(
      (option) => !own.has(option.attributeName()) && options[option.attributeName()] !== undefined,
    );
    if (strange !== undefined) throw new UsageError(`${strange.long}: is no setting of ${api}`);
    const all = readContexts(terminal.environment);
    writeContexts(terminal.environment, {
      contexts: {
        ...all.contexts,
        [name]: {
          api,
          settings: {
            ...given(api, settings, options, terminal),
            ...(helper === undefined ? {} : { [helperVariable]: helper }),
          },
        },
      },
      inUse: { ...all.inUse, [api]: name },
    });
    const instead = Object.hasOwn(all.contexts, name) ? ' in place of what it was' : '';
    terminal.stderr.write(`${printable(name)}: kept${instead}, and in use for ${api}\n`);
  });
}

/** Makes `oidc-admin context`: settings under names, so that nobody has to give them with each command. */
export async function declareContext(
  command: Command,
  apis: Apis,
  terminal: CommandTerminal,
): Promise<void> {
  await declareAdd(command, apis, terminal);
  const list = command
    .command('list')
    .description('Prints the contexts as JSON.')
    .action(() => {
      const all = readContexts(terminal.environment);
      terminal.stdout.write(`${JSON.stringify(all, undefined, 2)}\n`);
    });
  addHelpRows(list, 'Example:', [['', 'oidc-admin context list']]);
  const use = command
    .command('use <name>')
    .description('Takes a context into use for its API.')
    .action((name: string) => {
      const { all, context } = existing(terminal, name);
      writeContexts(terminal.environment, {
        ...all,
        inUse: { ...all.inUse, [context.api]: name },
      });
      terminal.stderr.write(`${printable(name)}: in use for ${context.api}\n`);
    });
  addHelpRows(use, 'Example:', [['', 'oidc-admin context use prod']]);
  const remove = command
    .command('remove <name>')
    .description('Forgets a context.')
    .action((name: string) => {
      const { all } = existing(terminal, name);
      const without = (
        pairs: Readonly<Record<string, unknown>>,
        is: (pair: [string, unknown]) => boolean,
      ) => Object.fromEntries(Object.entries(pairs).filter((pair) => !is(pair)));
      writeContexts(terminal.environment, {
        contexts: without(all.contexts, ([key]) => key === name) as typeof all.contexts,
        inUse: without(all.inUse, ([, value]) => value === name) as typeof all.inUse,
      });
      terminal.stderr.write(`${printable(name)}: forgotten\n`);
    });
  addHelpRows(remove, 'Example:', [['', 'oidc-admin context remove prod']]);
}
