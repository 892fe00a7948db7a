import { Writable } from 'node:stream';
import { asCodeCommands, kebabCase } from './cliApi.ts';
import { apis } from './generated/apis.ts';
import { runCli } from './runCli.ts';

/*
 * Prints docs/cli.md: the three levels of help, one after the other.
 */
async function help(...args: readonly string[]): Promise<string> {
  let text = '';
  const stdout = new Writable({
    write: (chunk, _encoding, done) => {
      text += String(chunk);
      done();
    },
  });
  const terminal = { stdin: process.stdin, stdout, stderr: process.stderr, environment: {} };
  await runCli([...args, '--help'], apis, terminal, new AbortController().signal);
  return `\n\`\`\`text\n${text.trimEnd()}\n\`\`\`\n`;
}

process.stdout.write(`# The command line\n${await help()}`);
for (const name of ['doctor', 'rotate-secret', ...Object.keys(asCodeCommands)])
  process.stdout.write(`\n## ${name}\n${await help(name)}`);
for (const name of ['completion', 'undo', 'context'])
  process.stdout.write(`\n## ${name}\n${await help(name)}`);
process.stdout.write(`\n### context add\n${await help('context', 'add')}`);
for (const [name, { operations }] of Object.entries(apis)) {
  // In the order of the list.
  process.stdout.write(`\n## ${name}\n${await help(name)}`);
  for (const id of Object.keys(operations))
    process.stdout.write(`\n### ${name} ${kebabCase(id)}\n${await help(name, id)}`);
}
