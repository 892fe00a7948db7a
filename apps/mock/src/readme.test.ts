import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { apiFlags } from './apiOptions.ts';
import { apis } from './generated/apis.ts';
import { mockCommand } from './mockCommand.ts';
import { variableOf } from './variables.ts';

const page = join(import.meta.dirname, '..', 'README.md');
const place = /(<!-- options: [^>]*-->\n)[^]*(<!-- \/options -->)/;

async function optionTable(): Promise<string> {
  const own = await Promise.all(
    Object.entries(apis).map(async ([api, { settings }]) => apiFlags(api, await settings())),
  );
  const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()];
  const terminal = { stdin, stdout, stderr, environment: {} };
  const { options } = mockCommand(Object.keys(apis), own.flat(), terminal, () => Promise.resolve());
  const rows = options.map((option) => {
    const variable = variableOf(option);
    const preset = option.defaultValue as string | number | undefined;
    const text = `${option.description}${preset === undefined ? '' : `; ${preset} where left out`}`;
    return `| \`${option.flags}\` | ${variable === undefined ? '' : `\`${variable}\``} | ${text} |\n`;
  });
  return `| flag | variable | means |\n| --- | --- | --- |\n${rows.join('')}`;
}

test('the table of the README has every option of the command, with its variable', async () => {
  const text = readFileSync(page, 'utf8');
  const table = await optionTable();
  await expect(
    text.replace(place, (_, begin, end) => `${begin}\n${table}\n${end}`),
  ).toMatchFileSnapshot(page);
});
