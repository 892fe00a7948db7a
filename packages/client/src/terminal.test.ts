import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import {
  commanderOutput,
  runToExitCode,
  terminalOf,
  UsageError,
  withoutValue,
} from './terminal.ts';

function terminal() {
  const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()];
  return { stdin, stdout, stderr, environment: {}, written: () => String(stderr.read() ?? '') };
}

function failing(error: unknown): () => Promise<never> {
  return () => Promise.reject(error);
}

test.each([
  { error: new UsageError('--id: wrong\n--name: wrong'), code: 2 },
  { error: new RangeError('out of reach'), code: 7 },
])('$error.name ends with $code, one line for each reason', async ({ error, code }) => {
  const to = terminal();
  expect(await runToExitCode(failing(error), to, () => 7)).toBe(code);
  const lines = error.message.split('\n').map((line) => `error: ${line}\n`);
  expect(to.written()).toBe(lines.join(''));
});

test.each([
  [0, 0],
  [1, 2],
])('what commander has said with %i ends with %i and is not said again', async (own, code) => {
  const error = Object.assign(new Error('(outputHelp)'), {
    code: 'commander.help',
    exitCode: own,
  });
  const to = terminal();
  expect(await runToExitCode(failing(error), to, () => 7)).toBe(code);
  expect(to.written()).toBe('');
});

test('a fault of the program is thrown on, and success is 0', async () => {
  const fault = new TypeError('a fault');
  await expect(runToExitCode(failing(fault), terminal(), () => undefined)).rejects.toBe(fault);
  expect(
    await runToExitCode(
      () => Promise.resolve(),
      terminal(),
      () => 7,
    ),
  ).toBe(0);
});

test('a reader that has gone ends nothing', () => {
  const { stdin, stdout, stderr } = terminal();
  terminalOf({ stdin, stdout, stderr, env: {} } as unknown as NodeJS.Process);
  for (const stream of [stdout, stderr])
    expect(stream.emit('error', new Error('write EPIPE'))).toBe(true);
});

test.each([
  ["error: unknown option '--secret=it's\nhunter2'\n", "error: unknown option '--secret'\n"],
  [
    "error: unknown option '--a=hunter2'\n(Did you mean --b?)\n",
    "error: unknown option '--a'\n(Did you mean --b?)\n",
  ],
  ["error: unknown option '--colour'\n", "error: unknown option '--colour'\n"],
])('%j is printed without a value', (text, shown) => {
  const to = terminal();
  const { outputError, writeErr } = commanderOutput(to);
  outputError(text, writeErr);
  expect(to.written()).toBe(shown);
});

test('a message about a wrong option names no user and password of a URL', () => {
  const message = "option '--target <URL>' argument 'https://anna:p/w'1@h.example/x' is invalid.";
  expect(withoutValue(message)).toBe(
    "option '--target <URL>' argument 'https://[redacted]@h.example/x' is invalid.",
  );
});
