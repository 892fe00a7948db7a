import type { CommandLine, Property, Operation } from './api.ts';
import { kebabCase } from './kebabCase.ts';

/** Flags that every command has. */
export const commonFlags = {
  'server-url': { type: 'string' },
  body: { type: 'string' },
  timeout: { type: 'string' },
  yes: { type: 'boolean' },
  'show-secrets': { type: 'boolean' },
  help: { type: 'boolean' },
} as const;

/** One property of an operation's input, and how it reaches the command. */
export interface Flag {
  readonly property: Property;
  /** In the order in which help lists them. */
  readonly place: 'path' | 'query' | 'header' | 'body';
  /** Without the hyphens; a secret has none, as other users can read the arguments of a program. */
  readonly flag?: string;
  /** The flag that names a file to read a text from. */
  readonly fileFlag?: string;
  /** The flag that takes the property away, as leaving it out keeps it. */
  readonly removeFlag?: string;
  /** The environment variable that is read where no flag is given. */
  readonly variable?: string;
  /** What is taken where neither flag nor variable is given. */
  readonly otherwise?: string;
  /** The flag that a person would look for; a refusal of a secret's flag explains what to do instead. */
  readonly name: string;
}

/** Whether a flag of the property takes no value. */
export const isYesOrNo = ({ types }: Property): boolean =>
  types.every((type) => type === 'boolean');

/** Whether a command has to be given the property. */
export const isRequired = (flag: Flag): boolean =>
  (flag.property.required && flag.otherwise === undefined) || isDecision(flag);

/** Whether a secret is left alone only by saying so: leaving it out would not keep it. */
export const isDecision = ({ property, removeFlag }: Flag): boolean =>
  property.sensitive && removeFlag !== undefined;

const snakeCase = (text: string): string => kebabCase(text).replaceAll('-', '_').toUpperCase();

/** What the flags of an operation are made from. */
export type FlagSource = Pick<CommandLine, 'settings'> & {
  readonly table: Pick<CommandLine['table'], 'api'>;
};

const flagOf = (
  { table: { api }, settings }: FlagSource,
  operation: Operation,
  property: Property,
  place: Flag['place'],
): Flag => {
  const kebab = kebabCase(property.name);
  // What is common to all commands keeps its meaning.
  const name = Object.hasOwn(commonFlags, kebab) ? `${place}-${kebab}` : kebab;
  const never = operation.session?.never.includes(property.name) ?? false;
  const fromEnvironment =
    (property.sensitive && !never) || operation.session?.username === property.name;
  const setting = settings.find(
    ({ gives }) => gives?.operation === operation.id && gives.property === property.name,
  );
  const removable = operation.removable?.includes(property.name) ?? false;
  return {
    property,
    place,
    name,
    ...(removable && !isYesOrNo(property) ? { removeFlag: `no-${name}` } : {}),
    ...(property.sensitive ? {} : { flag: name }),
    ...(property.types.includes('string') && place !== 'path' && property.enum === undefined
      ? { fileFlag: `${name}-file` }
      : {}),
    ...(setting?.gives === undefined
      ? {}
      : { variable: setting.variable, otherwise: setting.gives.value }),
    ...(fromEnvironment ? { variable: `${snakeCase(api)}_${snakeCase(property.name)}` } : {}),
  };
};

/** The flags of an operation: one for each parameter and each property of its body. A name in both is one flag. */
export const flagsOf = (source: FlagSource, operation: Operation): Flag[] => {
  const flags = new Map<string, Flag>();
  const places = [
    ...operation.parameters.map((property) => ({ property, place: property.in as Flag['place'] })),
    ...(operation.body?.properties ?? []).map((property) => ({ property, place: 'body' as const })),
  ];
  for (const { property, place } of places) {
    if (!flags.has(property.name))
      flags.set(property.name, flagOf(source, operation, property, place));
  }
  const names = new Set([...flags.values()].map(({ name }) => name));
  // A property of that very name comes first.
  return [...flags.values()].map(({ fileFlag, ...flag }) =>
    fileFlag === undefined || names.has(fileFlag) ? flag : { ...flag, fileFlag },
  );
};

/** How a message names the way to give a property: its flag, or for a secret its file flag and variable. */
export const howToGive = ({ flag, fileFlag, variable, removeFlag, name }: Flag): string => {
  if (flag !== undefined) return `--${flag}`;
  const ways = [fileFlag && `--${fileFlag}`, variable, removeFlag && `--${removeFlag}`].filter(
    (way) => way !== undefined,
  );
  const last = ways.pop();
  if (last === undefined) return `--body with ${name}`;
  return ways.length === 0 ? last : `${ways.join(', ')} or ${last}`;
};
