import type { Connection, ShownRequest } from '@oidc-admin/client';
import { type CommandTerminal, printable, UsageError } from '@oidc-admin/client/terminal';
import { checkInput } from './checkInput.ts';
import { type CliOperation, operationsOf } from './cliApi.ts';
import { closeConnection, flagValues, openConnection, settingsOf, timeoutMsOf } from './connect.ts';
import { inSettings } from './failure.ts';
import type { CommonOptions } from './flags.ts';
import { calledByToken, forgetSession, keepSession } from './keptCredentials.ts';
import { inputOf, type OperationCall, say } from './operationCall.ts';
import { outputFormat, printedResponse, QueryError, responseQuery } from './printResponse.ts';
import { readInput } from './readInput.ts';
import { skeletonOf } from './skeleton.ts';

/** How a response becomes the text that is printed. */
interface Printer {
  /** What of it is wanted. */
  readonly part: (response: unknown) => unknown;
  readonly text: (value: unknown) => Promise<string>;
}

/** Reads how the response is wanted, before anything is sent. */
async function printerOf({ output = 'json', query }: CommonOptions): Promise<Printer> {
  const format = outputFormat(output);
  return {
    part: query === undefined ? (response) => response : await responseQuery(query),
    text: (value) => printedResponse(value, format),
  };
}

async function print(
  response: unknown,
  connection: Connection,
  { part, text }: Printer,
  call: OperationCall,
): Promise<void> {
  const { operation, command, terminal } = call;
  if (response === undefined || response === null) {
    say(call, `${operation.id}: done`);
    return;
  }
  const visible = command.opts<CommonOptions>().showSecrets
    ? response
    : connection.redacted(operation.id, response);
  try {
    const [shown, whole] = [await text(part(visible)), await text(part(response))];
    terminal.stdout.write(shown);
    if (shown !== whole) say(call, 'Secrets are masked; --show-secrets prints them.');
  } catch (error) {
    // What was answered may be the only copy.
    if (error instanceof QueryError) terminal.stdout.write(await text(visible));
    throw error;
  }
}

/** A terminal whose environment has what the settings say. */
function withSettings(
  { commandLine, terminal }: OperationCall,
  settings: CommandTerminal['environment'],
): CommandTerminal {
  // A file that was read is not read again: it may be a pipe.
  const files = commandLine.settings.map(({ variable }) => [`${variable}_FILE`, undefined]);
  return { ...terminal, environment: { ...settings, ...Object.fromEntries(files) } };
}

/** What only reads, signs in or out: a dry run does it, unless it is what was called. */
const harmless: ReadonlySet<string> = new Set(['read', 'list', 'open', 'close']);

/** Holds back, in a dry run, what would change something, or what was called. */
export function holder({
  commandLine,
  operation,
}: Pick<OperationCall, 'commandLine'> & { readonly operation: Pick<CliOperation, 'id'> }) {
  const held: ShownRequest[] = [];
  const hold = (request: ShownRequest): boolean => {
    const one = operationsOf(commandLine).find(({ id }) => id === request.operation);
    const isOwn = request.operation === operation.id;
    const isHeld = isOwn || one === undefined || !harmless.has(one.action.does);
    if (isHeld) held.push(request);
    return isHeld;
  };
  return { held, hold };
}

/** Logs a session off that was kept until now: nobody else could do it, as its token is nowhere any more. */
async function endSession(
  token: string,
  who: Parameters<typeof openConnection>[0],
  settings: CommandTerminal['environment'],
  { commandLine, terminal, signal }: OperationCall,
): Promise<void> {
  const closing = operationsOf(commandLine).find(({ action }) => action.does === 'close');
  if (closing === undefined) return;
  try {
    const own = calledByToken(commandLine, settings, token);
    const connection = await openConnection(who, own, { operation: closing.id });
    await connection.call(closing.id, {}, { signal });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    terminal.stderr.write(
      `warning: the session that was kept before is not logged off: ${printable(message)}\n`,
    );
  }
}

/**
 * Runs one operation: input, checks, connection, a look at what is there, confirmation, call, response. Nothing is sent before the
 * checks passed. The connection is closed in any case.
 */
export async function callOperation(call: OperationCall): Promise<void> {
  const { commandLine, operation, flags, command, terminal } = call;
  const options = command.opts<CommonOptions>();
  if (options.generateSkeleton) {
    terminal.stdout.write(skeletonOf(operation, flags));
    return;
  }
  timeoutMsOf(options);
  const printer = await printerOf(options);
  const who = { commandLine, terminal, options };
  // What opens a session takes user name and password as its input, wherever they are kept.
  const opening = operation.action.does === 'open' ? await settingsOf(who) : undefined;
  const { input, mistakes, refused, notes } = await readInput(
    opening === undefined ? call : { ...call, terminal: withSettings(call, opening) },
  );
  for (const note of notes) say(call, note);
  const all = [...mistakes, ...checkInput(input, call, refused)];
  if (all.length > 0) throw new UsageError(all.join('\n'));
  const { held, hold } = holder(call);
  try {
    const settings = opening ?? (await settingsOf(who));
    let isKept = false;
    const connection = await openConnection(who, settings, {
      operation: operation.id,
      ...(options.dryRun ? { hold } : {}),
    });
    try {
      const { makeCall } = await import('./makeCall.ts');
      if (call.undone !== undefined) {
        const { checkPlace } = await import('./undoCommand.ts');
        await checkPlace(call.undone, connection, { ...call, settings });
      }
      const response = await makeCall(connection, input, { ...call, settings });
      if (options.dryRun && held.length === 0)
        throw new Error(`${operation.id}: was sent although this was a dry run`);
      if (options.keepSession) {
        const username = inputOf(input)[operation.session?.username ?? ''];
        const session = { token: response, username };
        const { note, replaced } = await keepSession(commandLine, settings, session, terminal);
        isKept = true;
        say(call, note);
        if (replaced !== undefined) await endSession(replaced, who, settings, call);
      } else await print(response, connection, printer, call);
      if (operation.action.does === 'close') await forgetSession(commandLine, settings, terminal);
    } catch (error) {
      const [request] = held;
      if (request === undefined) throw error;
      const { dryRunText } = await import('./dryRun.ts');
      terminal.stdout.write(await dryRunText(request, connection, options));
    } finally {
      // A session stays open where its token was kept, or asked for and shown.
      if (!isKept && (opening === undefined || !options.showSecrets))
        await closeConnection(connection, terminal);
    }
  } catch (error) {
    throw inSettings(error, commandLine, flagValues(options));
  }
}
