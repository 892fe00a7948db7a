import type {
  CommandLine,
  Connection,
  ConnectOptions,
  HttpExchange,
  Setting,
} from '@oidc-admin/client';
import { directFetch } from '@oidc-admin/client/direct-fetch';
import { checkedProxy, proxiesIn, proxyOf } from '@oidc-admin/client/proxies';
import {
  type CommandTerminal,
  longestTimeoutMs,
  printable,
  UsageError,
} from '@oidc-admin/client/terminal';
import manifest from '../package.json' with { type: 'json' };
import { askUnseen, canAsk } from './ask.ts';
import { contextSettings } from './contexts.ts';
import { settingFlag } from './failure.ts';
import type { CommonOptions } from './flags.ts';
import { givenByVariable, givenText } from './givenText.ts';
import { keptCredentials } from './keptCredentials.ts';

/** By which servers know this program. */
const userAgent = `oidc-admin/${manifest.version}`;

/** The flags that say how a server is reached. */
type ConnectionFlags = Pick<
  CommonOptions,
  'context' | 'endpointUrl' | 'timeout' | 'debug' | 'proxy' | 'caFile'
>;

/** What a connection is made of. */
interface ConnectCall {
  readonly commandLine: CommandLine;
  readonly terminal: CommandTerminal;
  /** The flags of the command, by the names of their attributes. */
  readonly options: ConnectionFlags;
  /** Whether no context adds anything, not the one in use either. */
  readonly noContext?: boolean;
}

/** What a timer can wait for. */
const longestSeconds = Math.floor(longestTimeoutMs / 1000);

/** The time-out in milliseconds; undefined where none is given. */
export function timeoutMsOf({ timeout }: ConnectionFlags): number | undefined {
  if (timeout === undefined) return undefined;
  const seconds = Number(timeout);
  if (!(seconds > 0 && seconds <= longestSeconds))
    throw new UsageError(
      `--timeout: must be a number of seconds above 0 and at most ${longestSeconds}`,
    );
  return seconds * 1000;
}

/** The values of flags by the names of the flags, without hyphens in front. */
export function flagValues(options: ConnectionFlags): Readonly<Record<string, unknown>> {
  return { ...options, 'endpoint-url': options.endpointUrl };
}

/** Whether the environment names who calls, and names somebody else than a context does. */
function namesAnother(
  settings: readonly Setting[],
  environment: CommandTerminal['environment'],
  kept: Readonly<Record<string, string>>,
): boolean {
  return settings
    .filter(({ identity }) => identity === 'name')
    .flatMap(({ variable }) => [variable, `${variable}_FILE`])
    .some((variable) => environment[variable] && environment[variable] !== kept[variable]);
}

/**
 * What a context adds to the environment. Where the environment names another caller, nothing of the context's own is: a token or a
 * password of one would go with the name of the other. One that nobody named is left aside where another server is called: its user and
 * password are for its own.
 */
function keptSettings(
  { commandLine: { settings, table }, terminal: { environment }, options }: ConnectCall,
  address: unknown,
): Readonly<Record<string, string>> {
  const kept = contextSettings(environment, table.api, options.context);
  const isNamed = options.context !== undefined || Boolean(environment['OIDC_ADMIN_CONTEXT']);
  const own = kept[settings.find(({ url }) => url)?.variable ?? ''];
  if (!isNamed && address !== undefined && address !== own) return {};
  const isAnother = namesAnother(settings, environment, kept);
  const without = new Set(
    settings.flatMap(({ variable, identity, secret }) => {
      if (isAnother && identity !== undefined) return [variable, `${variable}_FILE`];
      // A secret by itself goes before the file of the context.
      return secret && environment[variable] ? [`${variable}_FILE`] : [];
    }),
  );
  return Object.fromEntries(Object.entries(kept).filter(([variable]) => !without.has(variable)));
}

/** The environment with what a context adds to it. Reads no file with a secret, and asks no credential helper. */
export function namedSettings(call: ConnectCall): Readonly<Record<string, string | undefined>> {
  const { commandLine, terminal, options, noContext = false } = call;
  const own = Object.fromEntries(Object.entries(terminal.environment).filter(([, value]) => value));
  const variableOfUrl = commandLine.settings.find(({ url }) => url)?.variable ?? '';
  const address = options.endpointUrl ?? own[variableOfUrl];
  return noContext ? own : { ...keptSettings(call, address), ...own };
}

/**
 * The environment with what flags, files and a context say in place of its variables. Once for each command: a file may be a question to
 * a person.
 */
export async function settingsOf(call: ConnectCall): Promise<CommandTerminal['environment']> {
  const { commandLine, terminal, options } = call;
  const given = flagValues(options);
  const environment = namedSettings(call);
  const found: Record<string, string | undefined> = { ...environment };
  for (const setting of commandLine.settings) {
    const { variable, secret } = setting;
    const flag = given[settingFlag(setting) ?? ''];
    if (typeof flag === 'string') found[variable] = flag;
    if (secret)
      found[variable] = (await givenByVariable({ ...terminal, environment }, variable))?.text;
  }
  return { ...found, ...(await keptCredentials(commandLine, found, terminal)) };
}

/** The settings that say which server, and who calls it, as far as they are set and no secret. */
export function placeSettings(
  { settings }: Pick<CommandLine, 'settings'>,
  values: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string>> {
  const named = settings.filter(({ secret, transient }) => !secret && !transient);
  return Object.fromEntries(
    named.flatMap(({ variable }) => {
      const value = values[variable];
      return value ? [[variable, value]] : [];
    }),
  );
}

/**
 * Looks at the way to the server, before anybody is asked for a password: refuses a proxy that cannot be used, and says that what is
 * sent can be read on its way, where it leaves this machine in clear.
 */
function checkWay(
  { commandLine, terminal: { stderr }, options }: ConnectCall,
  settings: CommandTerminal['environment'],
): void {
  const variable = commandLine.settings.find(({ url }) => url)?.variable ?? '';
  const address = settings[variable] ?? '';
  if (!URL.canParse(address)) return;
  const url = new URL(address);
  const { protocol, hostname } = url;
  const named =
    options.proxy === undefined ? proxiesIn(settings) : checkedProxy('proxy', options.proxy);
  const proxy = proxyOf(url, named);
  const isHere =
    proxy === undefined && /^(localhost|.*\.localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
  if (protocol === 'http:' && !isHere)
    stderr.write(
      `warning: ${printable(hostname)} is asked over plain http: everybody on the way can read passwords and secrets\n`,
    );
}

/** What went over the line, one line for each part, as curl prints it. */
function debugText({ request, response }: HttpExchange): string {
  const part = (mark: string, first: string, { headers, body }: Partial<typeof request>): string =>
    [
      first,
      ...Object.entries(headers ?? {}).map(([name, value]) => `${name}: ${value}`),
      ...(body === undefined ? [] : [JSON.stringify(body)]),
    ]
      .map((line) => `${mark} ${printable(line)}\n`)
      .join('');
  const sent = part('>', `${request.method} ${request.url}`, request);
  return response === undefined
    ? `${sent}< nothing came back\n`
    : sent + part('<', String(response.status), response);
}

/** What `--ca-file` holds: certificates in PEM form. */
async function certificatesOf({
  terminal,
  options: { caFile },
}: Pick<ConnectCall, 'terminal' | 'options'>): Promise<string | undefined> {
  if (caFile === undefined) return undefined;
  const text = await givenText(terminal, '--ca-file', caFile);
  if (text.includes('-----BEGIN CERTIFICATE-----')) return text;
  throw new UsageError(`--ca-file: ${caFile} holds no certificate in PEM form`);
}

/** How an identity provider is reached: the same way as the servers. */
export async function networkOptions(call: Pick<ConnectCall, 'terminal' | 'options'>) {
  const { terminal, options } = call;
  return {
    timeoutMs: timeoutMsOf(options),
    environment: terminal.environment,
    proxy: options.proxy,
    ca: await certificatesOf(call),
    userAgent,
  };
}

/** Makes the connection that a command needs from its settings, and sends nothing. */
export async function openConnection(
  call: ConnectCall,
  settings: CommandTerminal['environment'],
  more: Pick<ConnectOptions, 'operation' | 'hold'> = {},
): Promise<Connection> {
  const { commandLine, terminal, options } = call;
  const { stderr } = terminal;
  checkWay(call, settings);
  const ca = await certificatesOf(call);
  const isDirect = options.proxy === undefined && proxiesIn(settings) === undefined;
  return commandLine.connect(settings, {
    ...more,
    ...(isDirect ? { fetch: directFetch(ca, userAgent) } : { userAgent }),
    timeoutMs: timeoutMsOf(options),
    proxy: options.proxy,
    ca,
    ask: canAsk(terminal) ? (question) => askUnseen(terminal, question) : undefined,
    tell: (message) => stderr.write(`${printable(message)}\n`),
    onExchange: options.debug ? (exchange) => stderr.write(debugText(exchange)) : undefined,
  });
}

/** Gives back what a connection opened. What went wrong at the end does not undo what was done. */
export async function closeConnection(
  connection: Connection,
  { stderr }: CommandTerminal,
): Promise<void> {
  try {
    await connection.close();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    stderr.write(`warning: not signed out: ${printable(message)}\n`);
  }
}
