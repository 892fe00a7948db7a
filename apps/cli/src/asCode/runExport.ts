import type { CommandLine } from '@oidc-admin/client';
import {
  type ExportedResource,
  exportResources,
  type ManagedResource,
  managedResources,
} from '@oidc-admin/client/plan';
import { type CommandTerminal, printable, UsageError } from '@oidc-admin/client/terminal';
import { Document, type YAMLMap } from 'yaml';
import { type CliApi, kebabCase } from '../cliApi.ts';
import {
  closeConnection,
  namedSettings,
  openConnection,
  placeSettings,
  settingsOf,
} from '../connect.ts';
import { readContexts } from '../contexts.ts';
import { inSettings } from '../failure.ts';
import type { AsCodeOptions } from './asCodeFlags.ts';

/** `export`, as it was called. */
export interface ExportCall {
  readonly apis: Readonly<Record<string, CliApi>>;
  readonly options: AsCodeOptions & { readonly api?: readonly string[] };
  /** By path parameter, what the exported resources stand below. */
  readonly parents: Readonly<Record<string, readonly string[]>>;
  readonly terminal: CommandTerminal;
  readonly signal: AbortSignal;
}

interface ExportedTarget {
  readonly name: string;
  readonly api: string;
  readonly settings: Readonly<Record<string, string>>;
  readonly resources: readonly (readonly [ManagedResource, readonly ExportedResource[]])[];
}

/** The path parameters that resources of APIs stand below. */
export function exportParents({ table }: CommandLine): string[] {
  return [
    ...new Set(
      table.resources.flatMap(({ above, parent }) => (above === undefined ? (parent ?? []) : [])),
    ),
  ];
}

async function exportKind(
  managed: ManagedResource,
  call: ExportCall,
  connection: Parameters<typeof exportResources>[1],
): Promise<ExportedResource[]> {
  const { parents, terminal, signal } = call;
  const { above = [], parent, name } = managed;
  if (above.length > 0) {
    terminal.stderr.write(
      `warning: ${name}: not looked for; it stands below ${[...above, parent].join(' and ')}\n`,
    );
    return [];
  }
  const below =
    parent === undefined ? [{}] : (parents[parent] ?? []).map((one) => ({ [parent]: one }));
  if (parent !== undefined && below.length === 0)
    terminal.stderr.write(
      `warning: ${name}: not looked for; name what it stands below with --${kebabCase(parent)}\n`,
    );
  const found: ExportedResource[] = [];
  for (const one of below) {
    const own = await exportResources(managed, connection, one, { signal });
    if (own === undefined)
      terminal.stderr.write(`warning: ${name}: the API has no operation that finds them\n`);
    else if (own.length === 0 && managed.key === undefined)
      terminal.stderr.write(
        `warning: ${name} ${Object.values(one).map(printable).join(' ')}: nothing is saved\n`,
      );
    found.push(...(own ?? []));
  }
  return found;
}

async function exportTarget(api: string, call: ExportCall): Promise<ExportedTarget> {
  const { apis, options, terminal } = call;
  const commandLine = await apis[api]?.load();
  if (commandLine === undefined)
    throw new UsageError(`--api: there are: ${Object.keys(apis).join(', ')}`);
  const reach = { commandLine, terminal, options };
  const settings = await settingsOf(reach);
  try {
    const connection = await openConnection(reach, settings);
    try {
      const resources: [ManagedResource, ExportedResource[]][] = [];
      for (const managed of managedResources(commandLine.table))
        resources.push([managed, await exportKind(managed, call, connection)]);
      return { name: api, api, settings: placeSettings(commandLine, settings), resources };
    } finally {
      await closeConnection(connection, terminal);
    }
  } catch (error) {
    throw inSettings(error, commandLine, {});
  }
}

/**
 * The name of a variable that could hold a secret: of ASCII, since shells set no others. None that is `used` already, as ids
 * differ in more than a name can.
 */
function variableName(used: Set<string>, ...words: readonly string[]): string {
  const plain = words
    .map((word) =>
      kebabCase(word)
        .replaceAll(/[^a-z0-9]+/g, '_')
        .replaceAll(/^_|_$/g, ''),
    )
    .join('_')
    .toUpperCase();
  let name = plain;
  for (let number = 2; used.has(name); number += 1) name = `${plain}_${number}`;
  used.add(name);
  return name;
}

/** What cannot be read of a resource, as lines of YAML that are comments. */
function hiddenComment(
  { api }: ExportedTarget,
  { isSecret, identity }: ManagedResource,
  { properties, hidden, left }: ExportedResource,
  used: Set<string>,
): string {
  const which = identity.map((name) => String(properties[name]));
  return [
    ...hidden.map((name) =>
      isSecret(name)
        ? ` ${name}: env:${variableName(used, api, ...which, name)}  (cannot be read; needed before any change)`
        : ` ${name}: (cannot be read; needed before any change)`,
    ),
    ...left.map((name) => ` ${name}: (what the server has here cannot be sent back)`),
  ].join('\n');
}

const head = ` How servers shall be, for oidc-admin plan and apply. Only what stands here is compared.
 Editors complete it with the schema: oidc-admin schema > plan.schema.json
 yaml-language-server: $schema=plan.schema.json`;

/** The file as text; what cannot be read stands in it as comments. */
function fileText(targets: readonly ExportedTarget[]): string {
  const document = new Document({
    targets: targets.map(({ name, api, settings, resources }) => ({
      name,
      api,
      settings,
      resources: Object.fromEntries(
        resources.map(([managed, list]) => [
          managed.name,
          list.map(({ properties }) => properties),
        ]),
      ),
    })),
  });
  document.commentBefore = head;
  const used = new Set<string>();
  for (const [index, target] of targets.entries())
    for (const [managed, list] of target.resources)
      for (const [number, one] of list.entries()) {
        const path = ['targets', index, 'resources', managed.name, number];
        const comment = hiddenComment(target, managed, one, used);
        if (comment !== '') (document.getIn(path) as YAMLMap).comment = comment;
      }
  return document.toString({ lineWidth: 0 });
}

/** The APIs to export: those that are named, or those whose settings are there. */
async function chosen({ apis, options, parents, terminal }: ExportCall): Promise<string[]> {
  if (options.api !== undefined) return [...new Set(options.api)];
  const { environment } = terminal;
  const named = options.context ?? environment['OIDC_ADMIN_CONTEXT'] ?? '';
  const context = readContexts(environment).contexts[named];
  if (context !== undefined) return [context.api];
  const found: string[] = [];
  for (const [name, api] of Object.entries(apis)) {
    const commandLine = await api.load();
    const settings = namedSettings({ commandLine, terminal, options: {} });
    const required = commandLine.settings.filter((one) => one.required);
    const isSet = required.every(({ variable }) => settings[variable]);
    const below = exportParents(commandLine);
    const isNamed = below.some((parent) => parents[parent] !== undefined);
    if (isNamed || (isSet && below.length === 0)) found.push(name);
  }
  if (found.length > 0) return found;
  throw new UsageError(
    'nothing to export: set the variables of a server, or name one with --api or --context',
  );
}

/** Prints what servers hold as a file for `plan` and `apply`. Changes nothing. */
export async function runExport(call: ExportCall): Promise<void> {
  const targets: ExportedTarget[] = [];
  for (const api of await chosen(call)) targets.push(await exportTarget(api, call));
  call.terminal.stdout.write(fileText(targets));
}
