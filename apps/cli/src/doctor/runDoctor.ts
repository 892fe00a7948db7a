import { type ServiceTest, type SignInValues, standsForSecret } from '@oidc-admin/client';
import { type CommandTerminal, printable, UsageError } from '@oidc-admin/client/terminal';
import { diagnose, type DiagnoseOptions, type Severity } from '@oidc-admin/doctor';
import { askText, canAsk } from '../ask.ts';
import {
  closeConnection,
  flagValues,
  networkOptions,
  openConnection,
  settingsOf,
} from '../connect.ts';
import { inSettings } from '../failure.ts';
import { diagnosisText } from './diagnosisText.ts';
import type { DoctorOptions, Sources } from './doctorFlags.ts';
import { unsavedValues, withIssuer } from './doctorValues.ts';
import { openBrowser } from './openBrowser.ts';

/** One call of the doctor. */
export interface DoctorCall {
  readonly address: string | undefined;
  readonly options: DoctorOptions & Readonly<Record<string, unknown>>;
  readonly sources: Sources;
  readonly terminal: CommandTerminal;
  readonly signal: AbortSignal;
}

/** The exit code of each severity. */
const exitCodes: Readonly<Record<Severity, number>> = { ok: 0, warning: 6, error: 7 };

/** What is to be diagnosed, and what the service itself says of it. */
interface Gathered {
  readonly values: SignInValues;
  readonly serviceTest?: ServiceTest | undefined;
}

/** The one saved sign-in that the flags name; undefined where they name none. */
export function savedIn({
  options,
  sources,
}: Pick<DoctorCall, 'sources'> & { readonly options: Readonly<Record<string, unknown>> }) {
  const named = Object.values(sources).flatMap((source) => {
    const id = options[source.signIn.flag];
    return typeof id === 'string' ? [{ source, id }] : [];
  });
  if (named.length > 1)
    throw new UsageError(
      `${named.map(({ source }) => `--${source.signIn.flag}`).join(' and ')}: give only one of them`,
    );
  return named[0];
}

/** A service that did not try the provider out, perhaps as the caller may not ask for it, does not end the diagnosis. */
async function testedBy(
  test: () => Promise<ServiceTest>,
  { terminal, signal }: DoctorCall,
): Promise<ServiceTest | undefined> {
  try {
    return await test();
  } catch (error) {
    if (signal.aborted || !(error instanceof Error)) throw error;
    terminal.stderr.write(`note: the service was not asked: ${printable(error.message)}\n`);
    return undefined;
  }
}

/** Reads what is saved, puts what is not over it, and has the service try the result out, where it can. */
async function gathered(
  call: DoctorCall,
  saved: NonNullable<ReturnType<typeof savedIn>>,
  unsaved: Partial<SignInValues>,
): Promise<Gathered> {
  const { options, terminal, signal } = call;
  const { source, id } = saved;
  const { signIn } = source;
  const who = { commandLine: source, terminal, options: { ...options } };
  try {
    const environment = await settingsOf(who);
    const connection = await openConnection(who, environment);
    try {
      const found = await signIn.read(connection, id, environment, { signal });
      const secret = found.clientSecret;
      // What a read shows in place of the secret is none.
      const clientSecret = secret === undefined || standsForSecret(secret) ? undefined : secret;
      const values = { ...withIssuer(found, unsaved.issuer), clientSecret, ...unsaved };
      const { test } = signIn;
      const serviceTest =
        test === undefined
          ? undefined
          : await testedBy(() => test(connection, id, values, { signal }), call);
      return { values, serviceTest };
    } finally {
      await closeConnection(connection, terminal);
    }
  } catch (error) {
    throw inSettings(error, source, flagValues(options));
  }
}

function portOf({ signInPort: port }: DoctorOptions): number | undefined {
  if (port === undefined) return undefined;
  const number = Number(port);
  if (Number.isInteger(number) && number > 0 && number < 65_536) return number;
  throw new UsageError('--sign-in-port: must be a whole number from 1 to 65535');
}

/** The name of the account, to compare with what the provider says; undefined where nobody gives it. */
async function accountName({ options, terminal }: DoctorCall): Promise<string | undefined> {
  if (options.userName !== undefined || !canAsk(terminal)) return options.userName;
  const question = 'Name of the account at the service, to compare (Enter compares nothing): ';
  return (await askText(terminal, question)).trim() || undefined;
}

/** How a person is asked to sign in; undefined where nobody is. */
function signInOptions({ options, terminal }: DoctorCall): DiagnoseOptions['signIn'] {
  const port = portOf(options);
  if (options.signIn !== true) {
    const needing = ['signInPort', 'open', 'userName'].filter(
      (name) => options[name] !== undefined,
    );
    if (needing.length === 0) return undefined;
    throw new UsageError('--sign-in-port, --open and --user-name: need --sign-in');
  }
  return {
    port,
    show: (url, redirectUri, isUnknown) => {
      const doubt = isUnknown
        ? 'It does not seem to: it knows that of the service, and not this one. Register it first, or sign in and see.\n'
        : '';
      terminal.stderr.write(
        `The provider has to know this redirect URI:\n${redirectUri}\n${doubt}\nSign in at this address, with a browser on this computer:\n${url}\n`,
      );
      if (options.open === true) openBrowser(url, terminal);
    },
  };
}

/** Diagnoses a sign-in, saved or not, and prints what was found. Answers the exit code for it. */
export async function runDoctor(call: DoctorCall): Promise<number> {
  const { address, options, terminal, signal } = call;
  const network = await networkOptions(call);
  const attended = signInOptions(call);
  const saved = savedIn(call);
  const unsaved = await unsavedValues(terminal, address, options, call.sources);
  const isEmpty = unsaved.address === undefined && unsaved.issuer === undefined;
  if (saved === undefined && isEmpty)
    throw new UsageError(
      `give an issuer, the URL of a discovery document, or ${Object.values(call.sources)
        .map(({ signIn }) => `--${signIn.flag}`)
        .join(' or ')}`,
    );
  const { values, serviceTest }: Gathered =
    saved === undefined ? { values: unsaved } : await gathered(call, saved, unsaved);
  const diagnosis = await diagnose(values, {
    ...network,
    signal,
    serviceTest,
    signIn: attended && { ...attended, userName: await accountName(call) },
  }).catch((error: unknown) => {
    // A proxy that cannot be used is named as the person set it.
    throw inSettings(error, { settings: [] }, {});
  });
  terminal.stdout.write(
    options.output === 'json'
      ? `${JSON.stringify(diagnosis, undefined, 2)}\n`
      : diagnosisText(diagnosis, terminal.stdout.columns),
  );
  return exitCodes[diagnosis.severity];
}
