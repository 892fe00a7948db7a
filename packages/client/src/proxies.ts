import { ConfigurationError } from './errors.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** A variable and what it holds. */
type NamedProxy = readonly [string, string];

/** The proxies that an environment names, by the scheme of the target, and which hosts go past them; none is checked yet. */
export interface NamedProxies {
  readonly http?: NamedProxy | undefined;
  readonly https?: NamedProxy | undefined;
  /** As `NO_PROXY` has it. */
  readonly none: string;
}

/** As curl takes it where a proxy is named without a port. */
const usualPort = 1080;

function canDecode(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}

function withScheme(given: string): string {
  const text = given.trim();
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`;
}

/**
 * Whether a proxy holds a password, so that it must not be an argument, which everybody on the computer can read. Wherever there is
 * an `@` behind the host, somebody meant one: the slashes or an encoding are wrong.
 */
export function holdsPassword(given: string): boolean {
  const url = URL.parse(withScheme(given));
  if (url === null) return false;
  const { username, password, pathname, search, hash } = url;
  return password !== '' || /%3a/i.test(username) || `${pathname}${search}${hash}`.includes('@');
}

/**
 * The URL of a proxy as curl understands it: a host needs no scheme, and a port that is left out is 1080. `name` is the variable or
 * option that gives it, for the message: the text itself may hold a password.
 */
export function checkedProxy(name: string, given: string): string {
  const url = withScheme(given);
  const refuse = (mistake: string): ConfigurationError =>
    new ConfigurationError({ message: `'${name}' ${mistake}` });
  if (!URL.canParse(url)) throw refuse('must be a host and a port, or a URL with http: or https:');
  const parsed = new URL(url);
  if (!/^https?:$/.test(parsed.protocol))
    throw refuse(
      `must be a URL with http: or https:, and names a proxy of ${parsed.protocol.slice(0, -1)}`,
    );
  // What makes the header of user name and password decodes them.
  if (!canDecode(parsed.username) || !canDecode(parsed.password))
    throw refuse('has a % in its user name or password that encodes nothing; write %25 for it');
  // The parser drops a port that is the scheme's own, and curl does not take that one by itself.
  const hasPort = /:\d+(\/|$)/.test(url.slice(parsed.protocol.length + 2).replace(/^.*@/, ''));
  if (!hasPort && parsed.protocol === 'http:') parsed.port = String(usualPort);
  return parsed.href;
}

/**
 * Reads the proxies of an environment, as curl has them: `HTTPS_PROXY` and `HTTP_PROXY`, else `ALL_PROXY`; in small letters, which
 * go first, too. Undefined where none is named.
 */
export function proxiesIn(environment: Environment): NamedProxies | undefined {
  const read = (name: string): NamedProxy | undefined => {
    for (const one of [name.toLowerCase(), name]) {
      const value = environment[one];
      if (value) return [one, value];
    }
    return undefined;
  };
  const all = read('ALL_PROXY');
  const [http, https] = [read('HTTP_PROXY') ?? all, read('HTTPS_PROXY') ?? all];
  if (http === undefined && https === undefined) return undefined;
  return { http, https, none: read('NO_PROXY')?.[1] ?? '' };
}
