import type { SignInValues } from '@oidc-admin/client';
import { type CommandTerminal, printable, UsageError } from '@oidc-admin/client/terminal';
import { writesSignIn } from '../cliApi.ts';
import { networkOptions } from '../connect.ts';
import type { CommonOptions } from '../flags.ts';
import { type ConnectedCall, say } from '../operationCall.ts';

type Properties = Readonly<Record<string, unknown>>;

/** The variable that is as good as `--skip-doctor`. */
const skipVariable = 'OIDC_ADMIN_SKIP_DOCTOR';

/** What may be wrong with this computer alone: the service has its own clock, way to the provider, and trusted authorities. */
const perhapsOnlyHere: ReadonlySet<string> = new Set([
  'certificateIncomplete',
  'certificateUntrusted',
  'clocksDifferMuch',
  'documentUnreachable',
  'keysUnreadable',
]);

/** How the identity provider is reached. */
type Reach = Pick<CommonOptions, 'timeout' | 'proxy' | 'caFile' | 'skipDoctor'>;

/** Whether somebody has said that no look is wanted. */
export function isDoctorSkipped(
  { skipDoctor }: Reach,
  { environment }: Pick<CommandTerminal, 'environment'>,
): boolean {
  return skipDoctor === true || Boolean(environment[skipVariable]);
}

/**
 * What is wrong with a sign-in that is to be written, as far as it can be seen from outside: lines for a person, and the codes of what will
 * have it fail. Writes nothing and sends no secret.
 */
export async function problemsBeforeWrite(
  values: SignInValues,
  options: Reach,
  terminal: CommandTerminal,
  signal: AbortSignal,
): Promise<{ readonly lines: readonly string[]; readonly errors: readonly string[] }> {
  const [{ diagnose }, { problemLines }] = await Promise.all([
    import('@oidc-admin/doctor'),
    import('./diagnosisText.ts'),
  ]);
  const { findings: found } = await diagnose(values, {
    ...(await networkOptions({ terminal, options })),
    signal,
  });
  const findings = found.map((one) =>
    perhapsOnlyHere.has(one.code) ? { ...one, severity: 'warning' as const } : one,
  );
  return {
    lines: problemLines(findings),
    errors: findings.filter((one) => one.severity === 'error').map(({ code }) => code),
  };
}

/**
 * Before a sign-in is written, says why it would fail, as far as it can be seen from outside. Throws where it will; writes nothing
 * and sends no secret.
 */
export async function checkBeforeWrite(
  call: ConnectedCall,
  before: Properties | undefined,
  given: Properties,
): Promise<void> {
  const { commandLine, operation, command, terminal, signal, settings } = call;
  const { signIn } = commandLine;
  if (signIn === undefined || !writesSignIn(commandLine, operation)) return;
  const options = command.opts<CommonOptions>();
  if (isDoctorSkipped(options, terminal)) return;
  // What a change leaves out stays as it is; everything else replaces what is there.
  const kept = operation.removable === undefined ? {} : before;
  const redirectUri = await signIn.redirectUri?.({ ...before, ...given }, settings);
  const values = { redirectUri, ...signIn.valuesOf({ ...kept, ...given }) };
  const { lines, errors } = await problemsBeforeWrite(values, options, terminal, signal);
  // Also where nobody wants to hear what went well.
  for (const line of lines) terminal.stderr.write(`${printable(line)}\n`);
  if (errors.length === 0) {
    if (before !== undefined || redirectUri === undefined) return;
    say(call, 'Register this redirect URI at the provider, exactly as it is:');
    say(call, redirectUri);
    return;
  }
  throw new UsageError(
    `a sign-in with these values will fail (${errors.join(', ')}); nothing was written. Mend it, or go on with --skip-doctor`,
  );
}
