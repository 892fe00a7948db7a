import { commanderOutput, type CommandTerminal } from '@oidc-admin/client/terminal';
import type { Command } from 'commander';
import { addSettingRows } from '../addSettingRows.ts';
import type { CliApi } from '../cliApi.ts';
import { type DoctorOptions, doctorFlags, type Sources } from './doctorFlags.ts';
import { runDoctor } from './runDoctor.ts';

/** Its help is read beside others on terminals of every width. */
const columns = 80;

/** The APIs that keep sign-ins. */
export async function sourcesOf(apis: Readonly<Record<string, CliApi>>): Promise<Sources> {
  const loaded = await Promise.all(
    Object.entries(apis).map(async ([name, api]) => [name, await api.load()] as const),
  );
  return Object.fromEntries(
    loaded.flatMap(([name, commandLine]) => {
      const { signIn } = commandLine;
      return signIn === undefined ? [] : [[name, { ...commandLine, signIn }]];
    }),
  );
}

function examplesOf(sources: Sources): string[] {
  const saved = Object.values(sources).map(({ signIn }) => `oidc-admin doctor --${signIn.flag} ID`);
  const [first = ''] = Object.keys(sources);
  return [
    'oidc-admin doctor https://idp.example.net',
    ...saved,
    `oidc-admin doctor --for ${first} --input body.yaml --output json`,
    'oidc-admin doctor https://idp.example.net --client-id vault \\\n    --client-secret-file secret.txt --client-secret-method basic \\\n    --user-name-claim preferred_username --scopes "openid profile"',
    'oidc-admin doctor https://idp.corp.example --certificate-file root.pem',
    `${saved[0] ?? 'oidc-admin doctor'} --sign-in --sign-in-port 8765 \\\n    --client-secret-file secret.txt --user-name anna`,
  ];
}

/** Makes the command that says why a sign-in would fail. `exit` is given its exit code. */
export async function declareDoctor(
  command: Command,
  apis: Readonly<Record<string, CliApi>>,
  terminal: CommandTerminal,
  signal: AbortSignal,
  exit: (code: number) => void,
): Promise<void> {
  const sources = await sourcesOf(apis);
  const output = commanderOutput(terminal);
  const width = (): number => Math.min(output.getOutHelpWidth(), columns);
  command
    .configureOutput({ ...output, getOutHelpWidth: width, getErrHelpWidth: width })
    .showHelpAfterError('See oidc-admin doctor --help')
    .usage('[address] [options]')
    .argument('[address]', 'an issuer, or the URL of a discovery document')
    .description(
      'Says why a sign-in by OpenID Connect would fail, from the values that are saved or are to be saved, and from what the identity provider publishes. It changes nothing; without --sign-in it sends no secret. Each finding says what, where, both values with the place where they differ, and what to do.',
    );
  for (const option of doctorFlags(sources)) command.addOption(option);
  command.addHelpText(
    'after',
    `\nExamples:\n${examplesOf(sources)
      .map((one) => `  ${one}\n`)
      .join('')}`.trimEnd(),
  );
  addSettingRows(
    command,
    Object.entries(sources).map(([name, source]) => [`--${source.signIn.flag}`, name, source]),
  );
  command.action(async (address: string | undefined, options: DoctorOptions) => {
    const own = { ...terminal, noInput: options.noInput === true };
    exit(await runDoctor({ address, options: { ...options }, sources, terminal: own, signal }));
  });
}
