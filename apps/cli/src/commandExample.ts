import type { CommandLine, CommandProperty } from '@oidc-admin/client';
import { type CliOperation, kebabCase, operationsOf } from './cliApi.ts';
import { type Flag, flagsOf } from './flags.ts';
import { limitsOf } from './limits.ts';

/** Values of which one keeps the limits of nearly every property. */
const usual = ['staff', 'https://idp.example', '12345678', 'true', '5'];

/** Values of what OpenID Connect itself names. */
const ofOpenId: Readonly<Record<string, string>> = {
  issuer: 'https://idp.example',
  scopes: 'openid',
};

/** A value that the limits of a property allow: one that it lists, or a usual one. */
export function exampleValue(property: CommandProperty): string {
  const { prefix = '', enum: [first] = [] } = property;
  if (first !== undefined) return typeof first === 'string' ? first : JSON.stringify(first);
  // What a placeholder stands for is not known here.
  const start = prefix.replaceAll(/\{\w+\}/g, 'us-east-1');
  const limits = limitsOf(property);
  const isRight = (text: string): boolean =>
    limits.every((limit) => limit.broken(text) === undefined);
  const own = ofOpenId[property.name];
  return start + ([...(own === undefined ? [] : [own]), ...usual].find(isRight) ?? '…');
}

/** Which flags an example gives: what is required, and the properties of the first complete alternative. */
function givenIn({ body }: CliOperation, flags: readonly Flag[]): Flag[] {
  const names = new Set(body?.alternatives[0] ?? []);
  return flags.filter(
    ({ required, property }) => !property.sensitive && (required || names.has(property.name)),
  );
}

/** A worked example of an operation, in lines of at most 72 columns for bash. A secret comes from a file. */
export function commandExample(
  { table: { api } }: Pick<CommandLine, 'table'>,
  operation: CliOperation,
  flags: readonly Flag[],
): string[] {
  const secrets = flags.filter(
    ({ property, place, file }) => property.sensitive && place === 'body' && file !== undefined,
  );
  const words = [
    ...givenIn(operation, flags).map(
      (flag) => `--${flag.option.name()} ${exampleValue(flag.property)}`,
    ),
    ...secrets.flatMap(({ file, option, required }, index) =>
      index === 0
        ? `${file?.long} secret.txt`
        : required
          ? `${file?.long} ${option.name()}.txt`
          : [],
    ),
  ];
  return brokenLines(`oidc-admin ${api} ${kebabCase(operation.id)}`, words);
}

/** A command and its words, in lines of at most 72 columns for bash. */
function brokenLines(command: string, words: readonly string[]): string[] {
  const lines = [command];
  for (const word of words) {
    const last = lines.at(-1) ?? '';
    if (last.length + word.length + 3 <= 70) lines[lines.length - 1] = `${last} ${word}`;
    else {
      lines[lines.length - 1] = `${last} \\`;
      lines.push(`  ${word}`);
    }
  }
  return lines;
}

/**
 * How what one server has is copied to another one by a create or a save, with a context for each server: a read, then the write.
 * None for an operation whose resource cannot be read.
 */
export function copyExample(
  commandLine: CommandLine,
  operation: CliOperation,
  flags: readonly Flag[],
): string[] {
  const { api } = commandLine.table;
  const { action } = operation;
  if (action.does !== 'create' && action.does !== 'save') return [];
  const reading = operationsOf(commandLine).find(
    (one) => one.action.does === 'read' && one.action.resource === action.resource,
  );
  if (reading === undefined || operation.removable !== undefined) return [];
  const ofRead = flagsOf(commandLine, reading).filter(({ required }) => required);
  const at = 'at' in reading.action ? reading.action.at.slice(1).replaceAll('/', '.') : '';
  const named = (all: readonly Flag[]) =>
    all.map((flag) => `--${flag.option.name()} ${exampleValue(flag.property)}`);
  const secret = flags.find(({ property, file }) => property.sensitive && file !== undefined);
  return [
    ...brokenLines(`oidc-admin ${api} ${kebabCase(reading.id)}`, [
      '--context old',
      ...named(ofRead),
      ...(at === '' ? [] : [`--query ${at}`]),
      '> copy.json',
    ]),
    ...brokenLines(`oidc-admin ${api} ${kebabCase(operation.id)}`, [
      '--context new',
      ...named(flags.filter(({ place, required }) => place === 'path' && required)),
      '--input copy.json',
      ...(secret === undefined ? [] : [`${secret.file?.long} secret.txt`]),
    ]),
  ];
}
