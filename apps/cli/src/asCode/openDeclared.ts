import {
  type FleetItem,
  type PacedConnection,
  pacedConnection,
  Pacer,
  runBounded,
} from '@oidc-admin/client/plan';
import type { CommandTerminal } from '@oidc-admin/client/terminal';
import { StoppedError } from '../ask.ts';
import { closeConnection, openConnection, placeSettings, settingsOf } from '../connect.ts';
import { contextSettings, readContexts } from '../contexts.ts';
import { inSettings } from '../failure.ts';
import type { AsCodeOptions } from './asCodeFlags.ts';
import { type DeclaredTarget, identityText, type PlacedResource } from './readTargets.ts';

type Environment = CommandTerminal['environment'];

/** A target, and how its server is reached. */
export interface OpenTarget {
  readonly target: DeclaredTarget;
  /** The settings by environment variable, secrets among them. */
  readonly settings: Environment;
  readonly connection: () => Promise<PacedConnection>;
  readonly close: () => Promise<void>;
}

/** A piece of work, and what the file says of it. */
export interface PlacedItem extends FleetItem {
  readonly placed: PlacedResource;
  readonly open: OpenTarget;
}

/**
 * The environment as a target wants it: what the file says goes before all else. Where the file says who calls, nothing of another caller is
 * left.
 */
async function environmentOf(
  { api, context, settings: given, commandLine: { settings } }: DeclaredTarget,
  environment: Environment,
  secret: (reference: string) => Promise<string>,
): Promise<Environment> {
  const kept = context === undefined ? {} : contextSettings(environment, api, context);
  const own: Record<string, string> = { ...kept };
  for (const [variable, value] of Object.entries(given)) {
    const isSecret = settings.some((one) => one.variable === variable && one.secret);
    own[variable] = isSecret ? await secret(value) : value;
  }
  const names = settings.flatMap(({ variable, identity }) =>
    identity === 'name' ? [variable, `${variable}_FILE`] : [],
  );
  const isSame = (name: string): boolean => environment[name] === own[name];
  const named = names.filter((name) => name in own);
  // A token or a password of another caller would go with the name of this one.
  const isAnother =
    named.length > 0 &&
    (named.some((name) => environment[name] && !isSame(name)) ||
      (names.some((name) => environment[name]) && !named.some(isSame)));
  const without = settings
    .filter(
      ({ variable, identity }) =>
        variable in own || `${variable}_FILE` in own || (isAnother && identity !== undefined),
    )
    .flatMap(({ variable }) => [variable, `${variable}_FILE`]);
  const left = Object.entries(environment).filter(([name]) => !without.includes(name));
  const contextName = context ?? environment['OIDC_ADMIN_CONTEXT'];
  return { ...Object.fromEntries(left), ...own, OIDC_ADMIN_CONTEXT: contextName };
}

/**
 * Whether the environment names a context that is not for the address in the file: its user and password are for another server. Nor
 * does the context in use fill a gap beside one that is named.
 */
function namesElsewhere(
  { api, context, settings, commandLine }: DeclaredTarget,
  environment: Environment,
): boolean {
  const named = environment['OIDC_ADMIN_CONTEXT'];
  const variable = commandLine.settings.find(({ url }) => url)?.variable ?? '';
  const address = settings[variable];
  if (context !== undefined || !named || address === undefined) return false;
  const kept = readContexts(environment).contexts[named];
  return kept?.api !== api || kept.settings[variable] !== address;
}

/** A target whose questions say what they are about, and which ends the whole run where a person ends one of them. */
function askingFor(target: DeclaredTarget, ended: AbortController): DeclaredTarget {
  const { name, commandLine } = target;
  const address = commandLine.settings.find(({ url }) => url)?.variable ?? '';
  const connect: typeof commandLine.connect = (environment, options) => {
    const { ask } = options;
    if (ask === undefined) return commandLine.connect(environment, options);
    const about = [name, environment[address] ?? ''].join(' ').trim();
    const own = async (question: string): Promise<string> =>
      ask(`${about}: ${question}`).catch((error: unknown) => {
        // A Ctrl-C at a question is no signal of the process.
        if (error instanceof StoppedError) ended.abort(error);
        throw error;
      });
    return commandLine.connect(environment, { ...options, ask: own });
  };
  return { ...target, commandLine: { ...commandLine, connect } };
}

/** Makes what is needed to reach a target; sends nothing before `connection` is used. */
async function openTarget(
  target: DeclaredTarget,
  terminal: CommandTerminal,
  options: AsCodeOptions,
  secret: (reference: string) => Promise<string>,
  pacerOf: (service: string) => Pacer,
): Promise<OpenTarget & { readonly service: string }> {
  const { commandLine } = target;
  const environment = await environmentOf(target, terminal.environment, secret);
  const { context: _, ...reach } = options;
  const noContext = namesElsewhere(target, terminal.environment);
  const call = { commandLine, terminal: { ...terminal, environment }, options: reach, noContext };
  const settings = await settingsOf(call);
  const address = commandLine.settings.find(({ url }) => url)?.variable ?? '';
  const service = `${target.api} ${settings[address] ?? ''}`;
  let opened: Promise<PacedConnection> | undefined;
  const open = async (): Promise<PacedConnection> => {
    try {
      return pacedConnection(await openConnection(call, settings), pacerOf(service));
    } catch (error) {
      throw inSettings(error, commandLine, {});
    }
  };
  return {
    target,
    settings,
    service,
    connection: () => (opened ??= open()),
    close: async () => {
      const connection = await opened?.catch(() => undefined);
      if (connection !== undefined) await closeConnection(connection, terminal);
    },
  };
}

/** What is true of the server of a target, and no secret. */
export function openPlace({ target, settings }: OpenTarget): Readonly<Record<string, string>> {
  return placeSettings(target.commandLine, settings);
}

/** The work of all targets, how their connections are closed in the end, and the signal of a person who ended a question. */
export async function openDeclared(
  targets: readonly DeclaredTarget[],
  terminal: CommandTerminal,
  options: AsCodeOptions,
  secret: (reference: string) => Promise<string>,
  perSecond: number,
): Promise<{
  readonly items: readonly PlacedItem[];
  readonly ended: AbortSignal;
  readonly close: () => Promise<void>;
}> {
  const pacers = new Map<string, Pacer>();
  const pacerOf = (service: string): Pacer => {
    const pacer = pacers.get(service) ?? new Pacer(perSecond);
    pacers.set(service, pacer);
    return pacer;
  };
  const ended = new AbortController();
  const opened: OpenTarget[] = [];
  const items: PlacedItem[] = [];
  for (const target of targets) {
    const open = await openTarget(askingFor(target, ended), terminal, options, secret, pacerOf);
    opened.push(open);
    for (const placed of target.resources)
      items.push({
        target: target.name,
        managed: placed.managed,
        declared: placed.declared,
        id: JSON.stringify([target.name, openPlace(open), identityText(placed)]),
        service: open.service,
        rotate: options.rotate === true,
        connection: open.connection,
        placed,
        open,
      });
  }
  return {
    items,
    ended: ended.signal,
    close: () =>
      runBounded(
        opened,
        8,
        new AbortController().signal,
        ({ target }) => target.name,
        ({ close }) => close(),
      ),
  };
}
