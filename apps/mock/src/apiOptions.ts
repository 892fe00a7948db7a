import { UsageError, writtenFile, writtenJson } from '@oidc-admin/client/terminal';
import type { MockSetting } from '@oidc-admin/mock/settings';
import { Option } from 'commander';

type Environment = Readonly<Record<string, string | undefined>>;

/** What was read of the settings of one API. */
export interface ApiOptions {
  /** For the factory of its mock. */
  readonly given: Readonly<Record<string, unknown>>;
  /** Every secret in them: what holds one is not printed. */
  readonly secrets: ReadonlySet<string>;
}

/** The flags of an API's own settings: `--<api>-<option>`. */
export function apiFlags(api: string, settings: readonly MockSetting[]): readonly Option[] {
  return settings.map(
    ({ option, placeholder, description }) =>
      new Option(`${flagOf(api, option)} ${placeholder}`, description),
  );
}

/**
 * Reads the settings of an API: from its flags and their variables, then, where `environment` is given, from the variables that the API's
 * clients read. Throws a {@link UsageError} that quotes no value.
 */
export function readApiOptions(
  api: string,
  settings: readonly MockSetting[],
  flags: Readonly<Record<string, unknown>>,
  environment: Environment | undefined,
): ApiOptions {
  const given: Record<string, unknown> = {};
  const secrets: string[] = [];
  // Only a secret is given by a file; who asks for none needs no such file to be there.
  const hasSecrets = settings.some(({ isSecret }) => isSecret);
  const clients = environment && hasSecrets ? withFiles(api, environment) : environment;
  for (const setting of settings) {
    const flag = flagOf(api, setting.option);
    const text = flags[new Option(flag).attributeName()];
    const value =
      typeof text === 'string'
        ? valueOf(setting, flag, text)
        : clients && valueOfClients(setting, clients);
    if (value === undefined) continue;
    given[setting.option] = value;
    if (setting.isSecret) secrets.push(...textsIn(value));
  }
  return { given, secrets: new Set(secrets) };
}

/** The flag of an API's own option. */
export function flagOf(api: string, option: string): string {
  return `--${api}-${option.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

function valueOf({ isSecret, read }: MockSetting, flag: string, text: string): unknown {
  const what = isSecret ? `${flag}: ${text}` : flag;
  const value = isSecret ? writtenJson(what, text) : text;
  try {
    return read(value);
  } catch (error) {
    throw new UsageError(`${what}: ${(error as Error).message}`, { cause: error });
  }
}

/** The variables of an API's clients, with what stands in the files that some of them name by `_FILE`. */
function withFiles(api: string, environment: Environment): Environment {
  const prefix = `${api.replaceAll('-', '_').toUpperCase()}_`;
  const files = Object.entries(environment).flatMap(([name, path]) => {
    const [, variable] = /^(.+)_FILE$/.exec(name) ?? [];
    const isMeant = variable?.startsWith(prefix) && !environment[variable];
    if (!variable || !isMeant || !path) return [];
    return [[variable, writtenFile(`${name}: ${path}`, path).replace(/\r?\n$/, '')]];
  });
  return { ...environment, ...Object.fromEntries(files) };
}

function valueOfClients({ ofClients }: MockSetting, environment: Environment): unknown {
  try {
    return ofClients?.(environment);
  } catch (error) {
    throw new UsageError(`--from-environment: ${(error as Error).message}`, { cause: error });
  }
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
