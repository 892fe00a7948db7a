import type { CommandLine } from '@oidc-admin/client';
import { type CliOperation, kebabCase } from './cliApi.ts';
import type { Flag } from './flags.ts';
import { limitsOf } from './limits.ts';

/** Values of which one keeps the limits of nearly every property. */
const usual = ['staff', 'https://idp.example', '12345678', 'true', '5'];

/** A value that the limits of a property allow: one that it lists, or a usual one. */
function valueOf({ property }: Flag): string {
  const { prefix = '', enum: [first] = [] } = property;
  if (first !== undefined) return typeof first === 'string' ? first : JSON.stringify(first);
  // What a placeholder stands for is not known here.
  const start = prefix.replaceAll(/\{\w+\}/g, 'us-east-1');
  const limits = limitsOf(property);
  const isRight = (text: string): boolean =>
    limits.every((limit) => limit.broken(text) === undefined);
  return start + (usual.find(isRight) ?? '…');
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
  const secret = flags.find(
    ({ property, place, file }) => property.sensitive && place === 'body' && file !== undefined,
  );
  const words = [
    ...givenIn(operation, flags).map((flag) => `--${flag.option.name()} ${valueOf(flag)}`),
    ...(secret === undefined ? [] : [`${secret.file?.long} secret.txt`]),
  ];
  const lines = [`oidc-admin ${api} ${kebabCase(operation.id)}`];
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
