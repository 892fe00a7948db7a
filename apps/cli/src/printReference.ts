import { operationsOf } from './api.ts';
import { apiHelp, operationHelp, overviewHelp } from './help.ts';
import { apis } from './generated/apis.ts';

/*
 * Prints docs/cli.md: the three levels of help, one after the other.
 */
const block = (text: string): string => `\n\`\`\`text\n${text.trimEnd()}\n\`\`\`\n`;

const parts = ['# The command line\n', block(await overviewHelp(apis))];
for (const [name, api] of Object.entries(apis)) {
  // In the order of the list.
  // oxlint-disable-next-line no-await-in-loop
  const commandLine = await api.load();
  parts.push(`\n## ${name}\n`, block(apiHelp(name, api, commandLine)));
  for (const operation of operationsOf(commandLine)) {
    parts.push(`\n### ${name} ${operation.id}\n`, block(operationHelp(commandLine, operation)));
  }
}
process.stdout.write(parts.join(''));
