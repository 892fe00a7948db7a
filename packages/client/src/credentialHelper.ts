import { spawn } from 'node:child_process';
import { basename } from 'node:path';
import { ConfigurationError } from './errors.ts';
import { outputOf, type ProgramOutput } from './outputOf.ts';

export { outputOf, type ProgramOutput } from './outputOf.ts';

/** What a credential helper keeps for an address. */
export interface HelperCredential {
  readonly username: string;
  readonly secret: string;
}

/** A program that keeps credentials, such as those of the keychain of a system. Only addresses are its arguments' business. */
export interface CredentialHelper {
  /** What is kept for an address; undefined where nothing is. */
  get(url: string): Promise<HelperCredential | undefined>;
  store(url: string, credential: HelperCredential): Promise<void>;
  erase(url: string): Promise<void>;
}

/** How a helper is spoken to: what goes to its standard input, and what comes back. Nothing secret is an argument. */
interface HelperProtocol {
  named(url: string): string;
  stored(url: string, credential: HelperCredential): string;
  read(text: string): HelperCredential | undefined;
  /** Whether a helper that failed says so that it keeps nothing. */
  isNothing(text: string): boolean;
}

/** A person may have to unlock a keychain; this is in milliseconds. */
const longestAnswerMs = 120_000;

/** The protocol of `docker-credential-…`: the address itself, or JSON. */
const ofDocker: HelperProtocol = {
  named: (url) => url,
  stored: (url, { username, secret }) =>
    JSON.stringify({ ServerURL: url, Username: username, Secret: secret }),
  read: (text) => {
    const { Username: username, Secret: secret } = JSON.parse(text) as Readonly<
      Record<string, unknown>
    >;
    return typeof username === 'string' && typeof secret === 'string' && secret !== ''
      ? { username, secret }
      : undefined;
  },
  isNothing: (text) => /credentials not found/i.test(text),
};

function gitLines(url: string): string[] {
  const { protocol, host, pathname } = new URL(url);
  return [`protocol=${protocol.slice(0, -1)}`, `host=${host}`, `path=${pathname.slice(1)}`];
}

/** The protocol of `git-credential-…`: a line for each value. */
const ofGit: HelperProtocol = {
  named: (url) => `${gitLines(url).join('\n')}\n\n`,
  stored: (url, { username, secret }) => {
    const lines = [...gitLines(url), `username=${username}`, `password=${secret}`];
    if (lines.some((line) => /[\n\0]/.test(line)))
      throw new ConfigurationError({
        message: "'credentialHelper' cannot keep a value with a line break: its protocol has none",
      });
    return `${lines.join('\n')}\n\n`;
  },
  read: (text) => {
    const values = new Map(
      text.split('\n').map((line) => {
        const at = line.indexOf('=');
        return [line.slice(0, at), line.slice(at + 1)] as const;
      }),
    );
    const [username = '', secret = ''] = [values.get('username'), values.get('password')];
    return secret === '' ? undefined : { username, secret };
  },
  isNothing: () => false,
};

/** Runs a helper; what it prints on standard error is for the person. */
function runHelper(
  program: string,
  action: string,
  input: string,
  { env, signal }: { readonly env: NodeJS.ProcessEnv; readonly signal?: AbortSignal | undefined },
): Promise<ProgramOutput> {
  const child = spawn(program, [action], {
    env,
    stdio: ['pipe', 'pipe', 'inherit'],
    windowsHide: true,
  });
  // One that reads nothing may have ended before.
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  return outputOf(child, longestAnswerMs, signal);
}

/**
 * Speaks to a credential helper: a program by its name or path, with the protocol of git where its name begins with
 * `git-credential-`, else with that of docker. `environment` is all that the program gets. A `ConfigurationError` says that it could
 * not be run or failed; it repeats nothing that the program printed.
 */
export function credentialHelper(
  program: string,
  environment: Readonly<Record<string, string | undefined>>,
  signal?: AbortSignal,
): CredentialHelper {
  const isGit = basename(program).startsWith('git-credential-');
  const protocol = isGit ? ofGit : ofDocker;
  async function run(action: string, input: string): Promise<string | undefined> {
    const env = { ...environment };
    const { code, text } = await runHelper(program, action, input, { env, signal }).catch(
      (error: NodeJS.ErrnoException) => {
        throw new ConfigurationError({
          message: `'credentialHelper' could not be run (${error.code ?? error.message})`,
        });
      },
    );
    if (code === 0) return text;
    if (action !== 'store' && protocol.isNothing(text)) return undefined;
    throw new ConfigurationError({
      message: `'credentialHelper' ended with ${code ?? 'a signal'} when it was asked to ${action}`,
    });
  }
  return {
    get: async (url) => {
      const text = await run('get', protocol.named(url));
      if (text === undefined || text.trim() === '') return undefined;
      try {
        return protocol.read(text);
      } catch {
        throw new ConfigurationError({
          message: "'credentialHelper' answered something that is not its protocol",
        });
      }
    },
    store: async (url, credential) => void (await run('store', protocol.stored(url, credential))),
    erase: async (url) => void (await run('erase', protocol.named(url))),
  };
}
