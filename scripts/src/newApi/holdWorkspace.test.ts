import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { demoRoot } from '../testing/demoRoot.ts';
import { holdWorkspace } from './holdWorkspace.ts';
import { joinApi } from './joinApi.ts';
import { NewApiError } from './newApiError.ts';

const lock = 'node_modules/.cache/join.lock';

test('one works at a time, is not ended in the middle, and learns that it shall end', async () => {
  using demo = demoRoot();
  const said = await holdWorkspace(demo.root, async (stopped) => {
    await expect(holdWorkspace(demo.root, async () => {})).rejects.toThrow(
      `another API joins or leaves just now (process ${process.pid}); nothing was changed`,
    );
    const before = stopped();
    process.listeners('SIGHUP').at(-1)?.('SIGHUP');
    return [before, stopped()];
  });
  expect(said).toEqual([undefined, 'SIGHUP']);
  expect(existsSync(join(demo.root, lock))).toBe(false);
  expect(await holdWorkspace(demo.root, async (stopped) => stopped())).toBeUndefined();
});

test('whoever was killed holds nobody up', async () => {
  using demo = demoRoot();
  demo.write(lock, '999999999');
  expect(await holdWorkspace(demo.root, async () => 'done')).toBe('done');
});

/** Why an API does not join, where nothing may have been written. */
async function refusal(root: string, api: string, from: string): Promise<NewApiError> {
  const before = readdirSync(root, { recursive: true });
  const options = { api, from, isDry: false, keep: false, checks: false };
  const error: unknown = await joinApi(root, options, () => {}).catch((reason: unknown) => reason);
  if (!(error instanceof NewApiError)) throw new Error(`Not refused: ${String(error)}`);
  expect(readdirSync(root, { recursive: true })).toEqual(before);
  return error;
}

test.each([
  ['context', 'given.yaml', /'context' is a command of `oidc-admin`; take another name/],
  ['judge', 'given.yaml', /'judge' is a command of `pnpm conformance`; take another name/],
  ['shop', 'folder', /folder cannot be read: it is a folder; name the document in it/],
  ['shop', 'empty.yaml', /empty.yaml: this file is empty/],
  ['shop', 'wide.yaml', /wide.yaml: this is no text in UTF-8/],
])('%s from %s is refused with a sentence', async (api, name, says) => {
  using demo = demoRoot();
  mkdirSync(join(demo.root, 'folder'));
  writeFileSync(join(demo.root, 'empty.yaml'), '\n');
  writeFileSync(join(demo.root, 'wide.yaml'), 'openapi: 3.1.0', 'utf16le');
  const error = await refusal(demo.root, api, join(demo.root, name));
  expect(error.message).toMatch(says);
  expect(error.exitCode).toBe(2);
});

test('what packages leave behind where git has taken all else away takes no name', async () => {
  using demo = demoRoot();
  const from = join(demo.root, 'given.yaml');
  writeFileSync(from, demo.read('specs/demo/openapi.yaml').replace('x-api: demo\n', ''));
  demo.write('packages/shop-client/node_modules/x', '');
  const options = { api: 'shop', from, isDry: true, keep: false, checks: false };
  expect(await joinApi(demo.root, options, () => {})).toBe(0);
  demo.write('packages/shop-client/README.md', '');
  await expect(joinApi(demo.root, options, () => {})).rejects.toThrow(
    /'shop' is taken: there is packages\/shop-client; nothing was written/,
  );
});

test('an address is not fetched, and the message says so', async () => {
  using demo = demoRoot();
  const error = await refusal(demo.root, 'shop', 'https://shop.invalid/openapi.json');
  expect(error.message).toMatch(/nothing is fetched from the net; save the document/);
});

test('a mistake in another specification is told before anything is written', async () => {
  using demo = demoRoot();
  const from = join(demo.root, 'given.yaml');
  writeFileSync(from, demo.read('specs/demo/openapi.yaml').replace('x-api: demo\n', ''));
  demo.edit('maxLength: 20', 'maxLenght: 20');
  const error = await refusal(demo.root, 'shop', from);
  expect(error.message).toMatch(
    /^nothing was changed, .*\nspecs\/demo\/openapi.yaml:\d+:\d+: 'maxLenght'.*nearest: maxLength/,
  );
  expect(error.exitCode).toBe(1);
});
