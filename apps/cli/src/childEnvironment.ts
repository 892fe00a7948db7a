import { apis } from './generated/apis.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * What programs that this one starts get of an environment: all but what only this one reads, which may hold secrets. `names` are
 * those of the APIs.
 */
export function childEnvironment(
  environment: Environment,
  names: readonly string[] = Object.keys(apis),
): Environment {
  const prefixes = ['OIDC', ...names].map((name) => `${name.replaceAll('-', '_').toUpperCase()}_`);
  const isOwn = (variable: string): boolean =>
    prefixes.some((prefix) => variable.toUpperCase().startsWith(prefix));
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !isOwn(name)));
}
