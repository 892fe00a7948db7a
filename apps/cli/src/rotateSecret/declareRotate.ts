import { secretRotation } from '@oidc-admin/client';
import { type CommandTerminal, UsageError } from '@oidc-admin/client/terminal';
import { type Command, Option } from 'commander';
import { addHelpRows } from '../addHelpRows.ts';
import { addSettingRows } from '../addSettingRows.ts';
import type { CliApi } from '../cliApi.ts';
import { sourcesOf } from '../doctor/declareDoctor.ts';
import { secretVariable, type Sources } from '../doctor/doctorFlags.ts';
import { commonFlags } from '../flags.ts';
import { oldSecretVariable, type RotateFlags, runRotate } from './runRotate.ts';

/** Flags of other commands that mean nothing here. */
const unused: ReadonlySet<string> = new Set([
  'input',
  'generate-skeleton',
  'output',
  'query',
  'show-secrets',
  'keep-session',
  'skip-doctor',
]);

function secretOption(name: string, text: string, variable: string): Option[] {
  const refused = new Option(`--${name} <text>`).hideHelp().argParser(() => {
    throw new UsageError(
      `--${name}: a secret is not taken as an argument, where other users and the shell's history can see it; give --${name}-file or ${variable}`,
    );
  });
  return [
    new Option(`--${name}-file <file>`, `${text}; ${variable} and ${variable}_FILE are read too`),
    refused,
  ];
}

function optionsOf(sources: Sources): Option[] {
  const all = Object.values(sources).flatMap(({ settings }) => commonFlags(settings));
  const common = new Map(all.map((option) => [option.name(), option]));
  return [
    ...Object.values(sources).map(
      ({ signIn }) => new Option(`--${signIn.flag} <id>`, signIn.description),
    ),
    ...secretOption(
      'client-secret',
      'holds the new secret, - is standard input or asks; at a terminal it is asked for where not given',
      secretVariable,
    ),
    ...secretOption(
      'old-client-secret',
      'holds the secret of now, which is put back where the new one fails',
      oldSecretVariable,
    ),
    new Option(
      '--client-id <text>',
      'by which the provider knows the client, where the service shows another one',
    ),
    new Option('--unproven', 'go on where the provider does not tell whether it knows the secret'),
    ...[...common.values()].filter((option) => !unused.has(option.name())),
  ];
}

/** Makes the command that replaces a client secret in one guarded act. */
export async function declareRotate(
  command: Command,
  apis: Readonly<Record<string, CliApi>>,
  terminal: CommandTerminal,
  signal: AbortSignal,
): Promise<void> {
  const all = Object.entries(await sourcesOf(apis));
  const sources = Object.fromEntries(all.filter(([, one]) => secretRotation(one) !== undefined));
  const flags = Object.values(sources).map(({ signIn }) => `--${signIn.flag}`);
  command
    .showHelpAfterError('See oidc-admin rotate-secret --help')
    .usage(`${flags.map((flag) => `${flag} ID`).join(' | ')} [options]`)
    .description(
      'Replaces the client secret of a saved sign-in, and nothing else. The provider is asked by a token request whether it knows the new secret: one that it refuses is not written. Then it is written, read back, and proven again; where that fails, the old secret is put back, if it was given. Add the new secret at the provider first, and remove the old one there last.',
    );
  for (const option of optionsOf(sources)) command.addOption(option);
  addHelpRows(
    command,
    'Examples:',
    flags.map((flag) => [
      '',
      `oidc-admin rotate-secret ${flag} ID --client-secret-file new.txt \\\n      --old-client-secret-file old.txt`,
    ]),
  );
  addSettingRows(
    command,
    Object.entries(sources).map(([name, source]) => [`--${source.signIn.flag}`, name, source]),
  );
  command.action((options: RotateFlags) =>
    runRotate({ options, sources, command, terminal, signal }),
  );
}
