#!/usr/bin/env node
/**
 * What is printed in 80 columns or more, by the arguments it is printed for. `rolldown.config.ts` packs the first help here, so
 * that it is there at once.
 */
const readyTexts: ReadonlyMap<string, string> = new Map();

async function run(): Promise<void> {
  const { runProgram } = await import('./runProgram.ts');
  await runProgram();
}

const { argv, stdout } = process;
const text = readyTexts.get(argv.slice(2).join(' '));
// A narrow terminal gets lines of its own.
if (text === undefined || (stdout.columns ?? 80) < 80) await run();
else {
  stdout.on('error', () => undefined);
  // A reader that has seen enough is no failure; of all else the program knows what to say.
  stdout.write(text, (error) => {
    if (error && (error as NodeJS.ErrnoException).code !== 'EPIPE') void run();
  });
}
