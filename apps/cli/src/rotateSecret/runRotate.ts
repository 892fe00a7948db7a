import {
  type Connection,
  rotateSecret,
  type RotationOutcome,
  type SecretProof,
  standsForSecret,
} from '@oidc-admin/client';
import { type CommandTerminal, UsageError } from '@oidc-admin/client/terminal';
import { proveSecret } from '@oidc-admin/doctor';
import type { Command } from 'commander';
import { askUnseen, canAsk, confirm } from '../ask.ts';
import { holder } from '../callOperation.ts';
import {
  closeConnection,
  flagValues,
  networkOptions,
  openConnection,
  settingsOf,
} from '../connect.ts';
import { secretVariable, type Sources } from '../doctor/doctorFlags.ts';
import { savedIn } from '../doctor/runDoctor.ts';
import { inSettings } from '../failure.ts';
import type { CommonOptions } from '../flags.ts';
import { givenByVariable, givenText } from '../givenText.ts';
import { say } from '../operationCall.ts';

/** The variable that gives the secret of now. */
export const oldSecretVariable = 'OIDC_OLD_CLIENT_SECRET';

/** What the flags of the command say; those of the sources stand under the names of their flags. */
export interface RotateFlags extends CommonOptions {
  readonly clientSecretFile?: string;
  readonly oldClientSecretFile?: string;
  readonly clientId?: string;
  readonly unproven?: true;
}

interface RotateCall {
  readonly options: RotateFlags;
  readonly sources: Sources;
  readonly command: Command;
  readonly terminal: CommandTerminal;
  readonly signal: AbortSignal;
}

/** A rotation that did not come to its end, for no mistake of whoever began it. */
class RotationFailure extends Error {
  override readonly name = 'RotationFailure';
  readonly code = 'RotationFailure';
}

/** A secret from its file or its variable; undefined where neither is given. One that is empty was lost on its way. */
async function givenSecret(
  terminal: CommandTerminal,
  way: string,
  file: string | undefined,
  variable: string,
): Promise<string | undefined> {
  const given =
    file === undefined
      ? await givenByVariable(terminal, variable)
      : { text: await givenText(terminal, way, file), origin: way };
  if (given === undefined) return undefined;
  if (given.text.trim() === '')
    throw new UsageError(`${given.origin}: is empty, and an empty secret is none`);
  if (standsForSecret(given.text))
    throw new UsageError(`${given.origin}: is what is shown in place of a secret, not the secret`);
  return given.text;
}

async function secretsOf({ options, terminal }: RotateCall) {
  const { clientSecretFile: file, oldClientSecretFile: oldFile } = options;
  if (file === '-' && oldFile === '-')
    throw new UsageError('only one option can read standard input');
  const old = await givenSecret(terminal, '--old-client-secret-file', oldFile, oldSecretVariable);
  const given = await givenSecret(terminal, '--client-secret-file', file, secretVariable);
  const asked = given === undefined && canAsk(terminal);
  const secret = asked ? await askUnseen(terminal, 'New client secret') : given;
  if (secret === undefined || secret.trim() === '')
    throw new UsageError(
      `the new secret is missing: give --client-secret-file or ${secretVariable}`,
    );
  if (secret === old) throw new UsageError('the new secret is the old one');
  return { secret, old };
}

/** Shows what was proven, and asks where a person should be. */
async function confirmed(
  proof: SecretProof,
  oldProof: SecretProof | undefined,
  wayIn: string | undefined,
  call: RotateCall,
): Promise<void> {
  const { options, terminal } = call;
  if (proof.is === 'unproven' && options.unproven !== true)
    throw new UsageError(
      `whether the provider knows the new secret cannot be told: ${proof.why.replace(/\.$/, '')}. Nothing was written; --unproven goes on`,
    );
  if (proof.is === 'known') say(call, 'The provider knows the client by the new secret.');
  if (wayIn !== undefined) terminal.stderr.write(`warning: ${wayIn}\n`);
  if (options.yes === true || options.dryRun === true) return;
  const concerns = [
    ...(proof.is === 'known' ? [] : ['The new secret is not proven.']),
    ...(oldProof === undefined ? ['Without the old secret, nothing can be put back.'] : []),
    ...(oldProof?.is === 'unproven' ? ['The old secret is not proven.'] : []),
    ...(wayIn === undefined ? [] : ['If it fails, you may be locked out yourself.']),
  ];
  if (concerns.length > 0) await confirm(terminal, concerns.join(' '));
}

function report(found: RotationOutcome, call: RotateCall): void {
  switch (found.outcome) {
    case 'refused':
      throw new UsageError(
        'the provider does not know the client by the new secret; nothing was written. Look whether the secret is already valid there, and whether its id was taken for it',
      );
    case 'oldRefused':
      throw new UsageError(
        'the provider does not know the client by the old secret, so that it is nothing to put back; nothing was written. Give the one of now, or none',
      );
    case 'changed':
      throw new RotationFailure(
        'somebody has changed the sign-in meanwhile, so that the proof says nothing any more; nothing was written. Run it again',
      );
    case 'rotated':
      say(call, 'Written, and read back: nothing else that the server shows has changed.');
      if (found.again.is === 'unproven')
        call.terminal.stderr.write(`warning: not proven again: ${found.again.why}\n`);
      else say(call, 'The provider still knows the client by the new secret.');
      return;
    case 'restored':
      throw new RotationFailure(`${found.why}. The old secret was put back`);
    case 'broken':
      throw new RotationFailure(
        `${found.why}. Which secret is saved now is not known: save a right one at once`,
      );
    default:
      throw new Error(found satisfies never);
  }
}

async function rotated(
  call: RotateCall,
  { source, id }: NonNullable<ReturnType<typeof savedIn>>,
  environment: CommandTerminal['environment'],
  connection: Connection,
): Promise<void> {
  const { options, signal } = call;
  const { secret, old } = await secretsOf(call);
  const network = await networkOptions(call);
  const { clientId } = options;
  const found = await rotateSecret(connection, source, {
    id,
    secret,
    oldSecret: old,
    environment,
    values: clientId === undefined ? {} : { clientId },
    prove: (values, ending) => proveSecret(values, { ...network, ...ending }),
    confirm: (proof, oldProof) =>
      confirmed(proof, oldProof, source.signIn.wayIn?.(environment), call),
    signal,
  });
  report(found, call);
}

/** Replaces the client secret of a saved sign-in: proven, written, read back, and proven again. */
export async function runRotate(given: RotateCall): Promise<void> {
  const { options, sources } = given;
  const terminal = { ...given.terminal, noInput: options.noInput === true };
  const call = { ...given, terminal };
  const saved = savedIn(call);
  if (saved === undefined)
    throw new UsageError(
      `give ${Object.values(sources)
        .map(({ signIn }) => `--${signIn.flag}`)
        .join(' or ')}: which client secret is replaced`,
    );
  const { source } = saved;
  const who = { commandLine: source, terminal, options };
  const { held, hold } = holder({ commandLine: source, operation: { id: '' } });
  try {
    const environment = await settingsOf(who);
    const connection = await openConnection(who, environment, options.dryRun ? { hold } : {});
    try {
      await rotated(call, saved, environment, connection);
    } catch (error) {
      const [request] = held;
      if (request === undefined) throw error;
      const { dryRunText } = await import('../dryRun.ts');
      terminal.stdout.write(await dryRunText(request, connection, options));
    } finally {
      await closeConnection(connection, terminal);
    }
  } catch (error) {
    throw inSettings(error, source, flagValues(options));
  }
}
