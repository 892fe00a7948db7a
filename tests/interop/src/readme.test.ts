import { execFile } from 'node:child_process';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { createPvwaMock } from '@oidc-admin/pvwa-mock';
import { createWickrMock } from '@oidc-admin/wickr-mock';
import { afterAll, beforeAll, expect, test } from 'vitest';

const run = promisify(execFile);
const readme = await readFile(new URL('../../../README.md', import.meta.url), 'utf8');
const examples = [...readme.matchAll(/^```ts\n(?<code>[^]*?)^```$/gm)].map(
  (found) => found.groups?.['code'] ?? '',
);

// Below this package, so that the examples find the packages that they import.
const folder = new URL(`../.examples-${process.pid}/`, import.meta.url);

beforeAll(async () => {
  await mkdir(folder);
  await writeFile(
    new URL('tsconfig.json', folder),
    JSON.stringify({ extends: '../../../tsconfig.base.json', include: ['*.ts'] }),
  );
  await Promise.all(examples.map((code, index) => writeFile(new URL(`${index}.ts`, folder), code)));
});
afterAll(() => rm(folder, { recursive: true }));

test('the examples of the README compile', { timeout: 60_000 }, async () => {
  const tsc = new URL('../../../node_modules/typescript/bin/tsc', import.meta.url);
  const { stdout } = await run(process.execPath, [tsc.pathname, '-p', folder.pathname]).catch(
    (error: { stdout: string }) => error,
  );
  expect(stdout).toBe('');
});

test.each(examples.map((_, index) => index))(
  'example %i of the README runs',
  { timeout: 30_000 },
  async (index) => {
    const [pvwaMock, wickrMock] = [createPvwaMock(), createWickrMock()];
    await using pvwa = await pvwaMock.start();
    await using wickr = await wickrMock.start();
    const { stderr } = await run(process.execPath, [new URL(`${index}.ts`, folder).pathname], {
      env: {
        PATH: process.env['PATH'],
        ...pvwaMock.demo.environment,
        ...wickrMock.demo.environment,
        PVWA_URL: pvwa.url,
        WICKR_ENDPOINT: wickr.url,
      },
    });
    expect(stderr.replace(/^NotFound 404$/m, '').trim()).toBe('');
  },
);
