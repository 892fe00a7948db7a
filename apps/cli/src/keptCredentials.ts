import type { CommandLine, Setting } from '@oidc-admin/client';
import { type CommandTerminal, printable, UsageError } from '@oidc-admin/client/terminal';
import { StoppedError } from './ask.ts';
import { childEnvironment } from './childEnvironment.ts';

type Environment = CommandTerminal['environment'];
type Terminal = Pick<CommandTerminal, 'environment' | 'signal'>;
type KeptCredential = Awaited<ReturnType<Awaited<ReturnType<typeof helperOf>>['get']>>;

/** Names the program that keeps passwords and sessions; a context can have it too. */
export const helperVariable = 'OIDC_ADMIN_CREDENTIAL_HELPER';

/** As docker has it: the secret of this user is a token. */
const tokenUser = '<token>';

/** Which settings say who calls; one that an API does not have is undefined. */
function identityOf(settings: readonly Setting[]) {
  const of = (isMeant: (setting: Setting) => boolean) => settings.find(isMeant)?.variable;
  return {
    url: of(({ url }) => url === true),
    token: of(({ identity, secret }) => identity === 'name' && secret === true),
    username: of(({ identity, secret }) => identity === 'name' && secret !== true),
    password: of(({ identity, secret }) => identity === 'part' && secret === true),
  };
}

/** Where the session of a server is kept: beside its password, which stays where it is. */
function sessionAddress(url: string): string {
  return `${url.replace(/\/+$/, '')}/oidc-admin-session`;
}

async function helperOf(program: string, { environment, signal }: Terminal) {
  const { credentialHelper } = await import('@oidc-admin/client/credential-helper');
  const helper = credentialHelper(program, childEnvironment(environment), signal);
  const get: typeof helper.get = async (address) => {
    try {
      return await helper.get(address);
    } catch (error) {
      if (signal?.aborted === true)
        throw new StoppedError('stopped while a secret was asked for', { cause: error });
      throw error;
    }
  };
  return { ...helper, get };
}

/** What a helper answered, by the standard input of the command that asked: it may ask a person, and twenty targets may be one server. */
const answers = new WeakMap<CommandTerminal['stdin'], Map<string, Promise<KeptCredential>>>();

/** What a helper keeps for an address; it is asked once in a command. */
async function keptFor(
  program: string,
  address: string,
  terminal: CommandTerminal,
): Promise<KeptCredential> {
  const known = answers.get(terminal.stdin) ?? new Map<string, Promise<KeptCredential>>();
  answers.set(terminal.stdin, known);
  const key = JSON.stringify([program, address]);
  const answer =
    known.get(key) ?? helperOf(program, terminal).then((helper) => helper.get(address));
  known.set(key, answer);
  return answer;
}

/**
 * Who calls, from the credential helper: a session that was kept, and user name and password, or a token. Nothing where the settings
 * name a token or a password already, or no helper, or where what is kept is of another user.
 */
export async function keptCredentials(
  { settings }: Pick<CommandLine, 'settings'>,
  found: Environment,
  terminal: CommandTerminal,
): Promise<Environment> {
  const { url, token, username, password } = identityOf(settings);
  const value = (variable: string | undefined) => found[variable ?? ''] || undefined;
  const [program, address] = [value(helperVariable), value(url)];
  const isGiven = value(token) !== undefined || value(password) !== undefined;
  const takesAny = token !== undefined || password !== undefined;
  if (program === undefined || address === undefined || isGiven || !takesAny) return {};
  if (!URL.canParse(address)) return {};
  const isMeant = (user: string): boolean => [undefined, user].includes(value(username));
  const kept: Record<string, string> = {};
  const saved = await keptFor(program, address, terminal);
  if (saved?.username === tokenUser && token !== undefined) kept[token] = saved.secret;
  else if (saved !== undefined && username && password && isMeant(saved.username)) {
    kept[username] = saved.username;
    kept[password] = saved.secret;
  }
  const session =
    token === undefined ? undefined : await keptFor(program, sessionAddress(address), terminal);
  const caller = kept[username ?? ''] ?? value(username);
  if (
    token !== undefined &&
    session !== undefined &&
    [undefined, session.username].includes(caller)
  )
    kept[token] = session.secret;
  return kept;
}

/** The helper and the address of a server, to keep a session or to forget it. */
function keeperOf({ settings }: Pick<CommandLine, 'settings'>, found: Environment) {
  const { url = '', username = '' } = identityOf(settings);
  const program = found[helperVariable] || undefined;
  return { program, address: sessionAddress(found[url] ?? ''), user: found[username] };
}

/** The environment in which a token alone says who calls. */
export function calledByToken(
  { settings }: Pick<CommandLine, 'settings'>,
  found: Environment,
  secret: string,
): Environment {
  const { token = '', username = '', password = '' } = identityOf(settings);
  return { ...found, [username]: undefined, [password]: undefined, [token]: secret };
}

/**
 * Has the credential helper keep the token of a session that was opened. Answers what to say of it, and the token that was kept before,
 * which is nowhere any more.
 */
export async function keepSession(
  commandLine: Pick<CommandLine, 'settings'>,
  found: Environment,
  { token, username }: { readonly token: unknown; readonly username: unknown },
  terminal: Terminal,
): Promise<{ readonly note: string; readonly replaced: string | undefined }> {
  const { program, address } = keeperOf(commandLine, found);
  if (program === undefined || typeof token !== 'string')
    throw new UsageError(
      `--keep-session: needs ${helperVariable}, which names a program that keeps it`,
    );
  const helper = await helperOf(program, terminal);
  const before = await helper.get(address);
  await helper.store(address, { username: String(username), secret: token });
  return {
    note: `The session is kept by ${printable(program)}; log off to end it.`,
    replaced: before?.secret,
  };
}

/** Has the credential helper forget the session that was logged off, where it keeps that one. */
export async function forgetSession(
  commandLine: Pick<CommandLine, 'settings'>,
  found: Environment,
  terminal: Terminal,
): Promise<void> {
  const { program, address } = keeperOf(commandLine, found);
  if (program === undefined) return;
  const { token = '' } = identityOf(commandLine.settings);
  const helper = await helperOf(program, terminal);
  const kept = await helper.get(address);
  // Another one is still open, and its token is nowhere else.
  if (kept !== undefined && kept.secret === found[token]?.trim()) await helper.erase(address);
}
