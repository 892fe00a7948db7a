import { spawn } from 'node:child_process';
import { outputOf } from '@oidc-admin/client/credential-helper';
import { type CommandTerminal, standsForSecret, UsageError } from '@oidc-admin/client/terminal';
import { StoppedError } from '../ask.ts';
import { childEnvironment } from '../childEnvironment.ts';
import { givenText } from '../givenText.ts';

/** A command that asks a person, or a server, has so long. */
const commandMs = 60_000;

async function printedBy(line: string, { environment, signal }: CommandTerminal): Promise<string> {
  const child = spawn(line, {
    shell: true,
    windowsHide: true,
    // What it says goes to the person: it may ask for a touch of a key.
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...environment },
  });
  try {
    const { code, text } = await outputOf(child, commandMs, signal);
    if (code === 0) return text;
    throw new Error(`ended with ${code ?? 'a signal'}`);
  } catch (error) {
    if (signal?.aborted === true)
      throw new StoppedError('stopped while a secret was asked for', { cause: error });
    throw new UsageError(`command: ${(error as Error).message}`, { cause: error });
  }
}

async function found(reference: string, terminal: CommandTerminal): Promise<string | undefined> {
  const { environment } = terminal;
  const [form = ''] = reference.split(':', 1);
  const rest = reference.slice(form.length + 1);
  if (form === 'env') return Object.hasOwn(environment, rest) ? environment[rest] : undefined;
  if (form === 'file') return givenText(terminal, reference, rest);
  return (await printedBy(rest, terminal)).replace(/\r?\n$/, '');
}

/**
 * Finds the secrets that references name; each once, however many resources share it. `hidden` are variables that no command gets, as
 * they hold secrets of ours. What is empty, or stands for a secret on a screen, is refused.
 */
export function secretSource(
  terminal: CommandTerminal,
  hidden: readonly string[],
): (reference: string) => Promise<string> {
  const known = new Map<string, Promise<string>>();
  const open = Object.entries(childEnvironment(terminal.environment)).filter(
    ([name]) => !hidden.includes(name),
  );
  const forCommands = { ...terminal, environment: Object.fromEntries(open) };
  const find = async (reference: string): Promise<string> => {
    const isCommand = reference.startsWith('command:');
    const secret = await found(reference, isCommand ? forCommands : terminal);
    if (secret === undefined || secret.trim() === '')
      throw new UsageError(`${reference}: is not set or empty, and an empty secret is none`);
    if (standsForSecret(secret))
      throw new UsageError(`${reference}: is what is shown in place of a secret, not the secret`);
    return secret;
  };
  return (reference) => {
    const secret = known.get(reference) ?? find(reference);
    known.set(reference, secret);
    return secret;
  };
}
