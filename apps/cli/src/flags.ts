import type { CommandLine, CommandProperty } from '@oidc-admin/client';
import { holdsPassword } from '@oidc-admin/client/proxies';
import { UsageError } from '@oidc-admin/client/terminal';
import { Option } from 'commander';
import { type CliOperation, kebabCase } from './cliApi.ts';
import { limitsOf } from './limits.ts';
import { outputFormats } from './printResponse.ts';

/** One property of an operation's input, and the flags that it has. */
export interface Flag {
  readonly property: CommandProperty;
  readonly place: 'path' | 'query' | 'header' | 'body';
  /** Takes the value. Refuses it where it is secret, as other users can read the arguments of a program. */
  readonly option: Option;
  /** Names a file to read a text from. */
  readonly file?: Option;
  /** Says no to a question of yes or no; takes a removable property away; says that no secret is sent on purpose. */
  readonly no?: Option;
  /** Whether leaving it out keeps what the server has, so that only `no` takes it away. */
  readonly removable: boolean;
  /** The environment variable that is read where no flag is given. */
  readonly variable?: string;
  /** What is taken where neither flag nor variable is given. */
  readonly otherwise?: string;
  /** Whether a command has to be given the property. */
  readonly required: boolean;
}

/** A value of the input, and how the person gave it. */
export interface InputValue {
  readonly flag: Flag;
  readonly value: unknown;
  /** For messages: `--client-id`, `NOTES_CLIENT_SECRET`, `clientId in --input`. */
  readonly origin: string;
}

/** What the flags that every command has say. */
export interface CommonOptions {
  readonly input?: string;
  readonly generateSkeleton?: true;
  readonly endpointUrl?: string;
  readonly timeout?: string;
  readonly showSecrets?: true;
  readonly keepSession?: true;
  readonly skipDoctor?: true;
  readonly yes?: true;
  readonly dryRun?: true;
  readonly noInput?: true;
  readonly output?: string;
  readonly query?: string;
  readonly context?: string;
  readonly proxy?: string;
  readonly caFile?: string;
  readonly quiet?: true;
  readonly debug?: true;
  /** Of settings, by the names of their flags. */
  readonly [name: string]: unknown;
}

/** The flags that every command has; help does not show those that mean nothing for an operation. */
export function commonFlags(
  settings: CommandLine['settings'],
  hidden: readonly string[] = [],
): Option[] {
  const texts: Readonly<Record<string, string>> = {
    '--input <file>':
      'all properties in one file, JSON or YAML, - for standard input; options win over it',
    '--generate-skeleton': 'print a file for --input, to be filled in; sends nothing',
    '--endpoint-url <url>': 'where the server is, in place of its environment variable',
    ...Object.fromEntries(
      settings.flatMap(({ flag, variable }) =>
        flag === undefined ? [] : [[`--${flag} <name>`, `in place of ${variable}`]],
      ),
    ),
    '--context <name>': 'the context to take settings from, in place of the one in use',
    '--proxy <url>': 'the proxy, in place of HTTPS_PROXY, HTTP_PROXY, ALL_PROXY and NO_PROXY',
    '--ca-file <file>': 'certificates in PEM form that are trusted beside the usual ones',
    '--timeout <seconds>': 'for each call, retries included; 30 where not given',
    '--output <format>': `${outputFormats.join(', ')}; json where not given`,
    '--query <expression>': 'print a part of the response only, chosen by JMESPath',
    '--show-secrets': 'print secrets in responses, which are masked otherwise',
    '--keep-session':
      'have the program that OIDC_ADMIN_CREDENTIAL_HELPER names keep the session; it is not printed',
    '--dry-run': 'print the request, secrets masked, and send nothing that changes anything',
    '--skip-doctor':
      'write a sign-in without a look at the identity provider; OIDC_ADMIN_SKIP_DOCTOR=1 does it too',
    '--yes': 'go on without asking',
    '--no-input': 'never ask for anything; what is missing is named',
    '--quiet': 'say nothing but warnings and errors',
    '--debug': 'say what goes over the line, secrets masked',
  };
  return Object.entries(texts).map(([flags, text]) => {
    const option = new Option(flags, text).helpGroup('Other options:');
    // It is no opposite of --input.
    if (option.name() === 'no-input') option.negate = false;
    const read = option.name() === 'proxy' ? proxyArgument : undefined;
    return (option.required ? once(option, read) : option).hideHelp(hidden.includes(option.name()));
  });
}

/** A proxy as an argument, which everybody on the computer can read: one with a password is refused. */
export function proxyArgument(given: string): string {
  if (holdsPassword(given))
    throw new UsageError(
      '--proxy: holds a password, which everybody on this computer could read; give it by HTTPS_PROXY or HTTP_PROXY',
    );
  return given;
}

/** An option that is given twice, or together with its opposite, is a mistake. */
function once(option: Option, read: (value: string) => string = String): Option {
  return option.argParser((value: string | undefined, previous: unknown) => {
    if (previous === undefined) return value === undefined ? value : read(value);
    const name = option.name().replace(option.negate ? /^no-/ : '', '');
    throw new UsageError(
      option.negate === (previous === false)
        ? `${option.long}: given twice`
        : `--${name} and --no-${name}: give only one of them`,
    );
  });
}

/** A property's name for people: `clientId` becomes `client id`. */
export function wordsOf({ property }: Flag): string {
  return kebabCase(property.name).replaceAll('-', ' ');
}

/** Whether a secret is left alone only by saying so: leaving it out would not keep it. */
export function isDecision({ property, removable }: Pick<Flag, 'property' | 'removable'>): boolean {
  return property.sensitive && removable;
}

/** How a message names the way to give a property: its flag, or for a secret its file flag and variable. */
export function howToGive({ property, option, file, variable, no }: Flag): string {
  if (!property.sensitive) return `--${option.name()}`;
  const ways = [file?.long, variable, no?.long].flatMap((way) => way ?? []);
  const last = ways.pop() ?? `--input with ${property.name}`;
  return ways.length === 0 ? last : `${ways.join(', ')} or ${last}`;
}

/** What the flags of an operation are made from. */
type FlagSource = Pick<CommandLine, 'settings'> & {
  readonly table: Pick<CommandLine['table'], 'api' | 'resources'>;
};

/** What a flag of a property takes: nothing has to stand after one that asks for yes or no. */
function valueOf({ types }: CommandProperty): string {
  if (types.includes('string')) return '<text>';
  if (types.some((type) => type === 'integer' || type === 'number')) return '<number>';
  return types.length > 0 && types.every((type) => type === 'boolean') ? '[true|false]' : '<json>';
}

/** Everything that help says of a property. */
function descriptionOf({ property, place, variable, otherwise, required }: Omit<Flag, 'option'>) {
  const facts = [
    ...(required ? ['required'] : []),
    ...limitsOf(property).map(({ text }) => text),
    ...(property.prefix === undefined ? [] : [`begins with ${property.prefix}`]),
    ...(property.default === undefined ? [] : [`default ${JSON.stringify(property.default)}`]),
    ...(variable === undefined
      ? []
      : [
          `read from ${variable}${property.sensitive ? ` or the file that ${variable}_FILE names` : ''} where no option is given`,
        ]),
    ...(otherwise === undefined ? [] : [`${otherwise} where not given`]),
    ...(property.sensitive ? ['secret'] : []),
    `in the ${place}`,
  ];
  const description = property.description.replaceAll(/\s+/g, ' ').trim();
  return `${description} (${facts.join('; ')}; ${property.source.join(', ')})`;
}

/** Whether a parameter of the path names what stands above all resources, and no operation makes. */
function isOfDeployment(name: string, { table: { resources } }: FlagSource): boolean {
  return (
    resources.some(({ parent, above }) => name === (above?.[0] ?? parent)) &&
    !resources.some(({ key }) => key === name)
  );
}

/** The variable that gives a property: the one of a setting, or for a secret, a user name and what a deployment knows one of its own. */
function variableOf(
  source: FlagSource,
  { id, session }: CliOperation,
  { name, sensitive }: CommandProperty,
  place: Flag['place'],
): Pick<Flag, 'variable' | 'otherwise'> {
  const {
    table: { api },
    settings,
  } = source;
  const setting = settings.find(({ gives }) => gives?.operation === id && gives.property === name);
  const own =
    (sensitive && !session?.never.includes(name)) ||
    session?.username === name ||
    (place === 'path' && isOfDeployment(name, source));
  if (own) return { variable: kebabCase(`${api}-${name}`).replaceAll('-', '_').toUpperCase() };
  return setting?.gives === undefined
    ? {}
    : { variable: setting.variable, otherwise: setting.gives.value };
}

interface Named {
  readonly name: string;
  readonly property: CommandProperty;
  readonly place: Flag['place'];
}

function flagOf(
  source: FlagSource,
  operation: CliOperation,
  { name, property, place }: Named,
  names: ReadonlySet<string>,
): Flag {
  const value = valueOf(property);
  const isText = value === '<text>' && place !== 'path' && property.enum === undefined;
  const removable = operation.removable?.includes(property.name) ?? false;
  const parts = { property, place, removable, ...variableOf(source, operation, property, place) };
  const { does } = operation.action;
  const isOnPurpose =
    property.sensitive &&
    !property.required &&
    place === 'body' &&
    (does === 'create' || does === 'replace' || does === 'save');
  const required =
    (property.required && parts.otherwise === undefined) || (property.sensitive && removable);
  const text = descriptionOf({ ...parts, required });
  const own = (flags: string, shown: boolean, description = text): Option =>
    once(new Option(flags, description).helpGroup('Options:').hideHelp(!shown));
  const option = own(`--${name} ${value}`, !property.sensitive);
  const file = own(`--${name}-file <file>`, property.sensitive);
  const no = own(
    `--no-${name}`,
    property.sensitive,
    removable ? 'removes the stored value' : 'sends none, on purpose',
  );
  const flag: Flag = {
    ...parts,
    required,
    option: value.startsWith('[') ? option.preset('true') : option,
    // A property of that very name comes first.
    ...(isText && !names.has(`${name}-file`) ? { file } : {}),
    ...(value.startsWith('[') || removable || isOnPurpose ? { no } : {}),
  };
  if (property.sensitive) {
    option.argParser(() => {
      throw new UsageError(
        `--${name}: a secret is not taken as an argument, where other users and the shell's ` +
          `history can see it; give ${howToGive(flag)}` +
          (flag.file === undefined ? '' : ` ('-' reads standard input, or asks)`),
      );
    });
  }
  return flag;
}

/** A name that no other flag has. One that begins with `no-` would be an opposite, and every object has those of objects. */
function freeName(kebab: string, place: Flag['place'], taken: ReadonlySet<string>): string {
  const isFree = (name: string): boolean =>
    name !== '' &&
    !taken.has(name) &&
    !name.startsWith('no-') &&
    !(new Option(`--${name}`).attributeName() in Object.prototype);
  const placed = [place, kebab].filter(Boolean).join('-');
  let name = isFree(kebab) ? kebab : placed;
  for (let count = 2; !isFree(name); count += 1) name = `${placed}-${count}`;
  return name;
}

/** The flags of an operation: one for each parameter and each property of its body. A name in both is one flag. */
export function flagsOf(source: FlagSource, operation: CliOperation): Flag[] {
  // What is common to all commands keeps its meaning.
  const common = commonFlags(source.settings).map((option) => option.name());
  const taken = new Set(['help', ...common]);
  const found = new Map<string, Named>();
  const add = (property: CommandProperty, place: Flag['place']): void => {
    if (found.has(property.name)) return;
    const name = freeName(kebabCase(property.name), place, taken);
    taken.add(name);
    found.set(property.name, { name, property, place });
  };
  for (const parameter of operation.parameters) add(parameter, parameter.in);
  for (const property of operation.body?.properties ?? []) add(property, 'body');
  const named = [...found.values()];
  const names = new Set(named.map(({ name }) => name));
  return named.map((one) => flagOf(source, operation, one, names));
}
