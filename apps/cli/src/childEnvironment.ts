import { apis } from './generated/apis.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** How the variables begin that this program alone reads. */
const prefixes = ['OIDC', ...Object.keys(apis)].map((name) => `${name.toUpperCase()}_`);

/** Whether a variable is read by this program alone, which may hold a secret. */
function isOwn(variable: string): boolean {
  return prefixes.some((prefix) => variable.toUpperCase().startsWith(prefix));
}

/** What programs that this one starts get of an environment: all but what only this one reads. */
export function childEnvironment(environment: Environment): Environment {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !isOwn(name)));
}
