import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readApiOptions } from './apiOptions.ts';

test('the file that a variable names is read, of an API in several words either', () => {
  const folder = mkdtempSync(join(tmpdir(), 'api-options-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'token.txt');
  writeFileSync(file, 'from a file\n');
  const setting = {
    option: 'tokens',
    placeholder: '<file>',
    description: 'Who may call.',
    isSecret: true as const,
    read: (value: unknown) => value,
    ofClients: (environment: Readonly<Record<string, string | undefined>>) =>
      environment['MY_API_TOKEN'],
  };
  const { given } = readApiOptions('my-api', [setting], {}, { MY_API_TOKEN_FILE: file });
  expect(given).toEqual({ tokens: 'from a file' });
});
