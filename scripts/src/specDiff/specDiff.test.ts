import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type DemoRoot, demoRoot } from '../testing/demoRoot.ts';
import { plainCopy } from './plainCopy.ts';
import { runOasdiff } from './runOasdiff.ts';
import { specDiff } from './specDiff.ts';

function committed(): DemoRoot {
  const demo = demoRoot();
  const git = (...args: string[]): void => {
    execFileSync('git', ['-c', 'user.name=test', '-c', 'user.email=test@localhost', ...args], {
      cwd: demo.root,
      stdio: 'ignore',
    });
  };
  git('init', '--quiet');
  git('add', '--all');
  git('commit', '--quiet', '--message', 'first');
  return demo;
}

test('a change is sorted, and names who has to do with it, and what came and went', () => {
  using demo = committed();
  demo.edit(
    'colour: { type: string',
    'size: { type: integer, description: Its size. }\n        colour: { type: string',
  );
  demo.edit('Saves the shelf of a shop.', 'Keeps the shelf of a shop.');
  const lines = specDiff(demo.root, 'HEAD', () => [
    {
      id: 'response-optional-property-added',
      text: 'added size',
      level: 1,
      operationId: 'readShelf',
    },
    {
      id: 'request-property-max-length-decreased',
      text: 'shorter',
      level: 3,
      operationId: 'saveShelf',
    },
    { id: 'api-version-not-bumped', text: 'the version', level: 1 },
  ]);
  expect(lines.slice(0, 11)).toEqual([
    'demo: 1 breaking, 1 additive, 2 documentation',
    '  breaking',
    '    saveShelf: shorter (method, flag, check, mock)',
    '  additive',
    '    readShelf: added size (method, check, mock)',
    '  documentation',
    '    /paths/~1shops~1{shopId}~1shelf/put/description',
    '    /components/schemas/Shelf/properties/size/description',
    '  flags',
    '    + saveShelf --size',
    '  clauses',
  ]);
  expect(lines).toContain('    + demo.saveShelf.size.type');
});

test('other tools get a document without our keys, and with every name', () => {
  const document = {
    'x-resources': {},
    paths: {
      '/x': {
        get: {
          'x-source': 'A',
          security: [{ 'x-key': [] }],
          responses: {
            'x-tool': true,
            default: { headers: { 'x-request-id': { 'x-sensitive': true, schema: {} } } },
          },
        },
      },
    },
    components: {
      schemas: {
        'x-Shelf': { properties: { 'x-size': { 'x-source': 'A', example: { 'x-a': 1 } } } },
      },
    },
  };
  expect(plainCopy(document)).toEqual({
    paths: {
      '/x': {
        get: {
          security: [{ 'x-key': [] }],
          responses: { default: { headers: { 'x-request-id': { schema: {} } } } },
        },
      },
    },
    components: {
      schemas: { 'x-Shelf': { properties: { 'x-size': { example: { 'x-a': 1 } } } } },
    },
  });
});

test('what only our keys or examples say is listed, by its place', () => {
  using demo = committed();
  demo.edit('maxLength: { allow: [400]', 'maxLength: { allow: [400, 404]');
  demo.edit('{ name: long, colour: green }', '{ name: high, colour: green }');
  demo.edit('shelves.example.net/v1', 'shelves.example.net/v2');
  expect(specDiff(demo.root, 'HEAD', () => [])).toEqual([
    'demo: 0 breaking, 0 additive, 2 documentation',
    '  documentation',
    '    /servers',
    '    /paths/~1shops~1{shopId}~1shelf/get/responses/200/content/application~1json/examples',
    '  keys of this project (check, mock)',
    '    /x-outcomes',
  ]);
});

test.each([
  ['api-operation-id-removed', 'method, flag, check, mock'],
  ['response-optional-property-removed', 'method, check, mock'],
  ['response-non-success-status-removed', 'method, check, mock'],
  ['request-property-default-value-changed', 'method, flag, check, mock'],
])('%s breaks who was made of it, though HTTP still works', (id, consumers) => {
  using demo = committed();
  demo.edit('maxLength: 20', 'maxLength: 30');
  expect(specDiff(demo.root, 'HEAD', () => [{ id, text: 'so', level: 1 }]).slice(0, 3)).toEqual([
    'demo: 1 breaking, 0 additive, 0 documentation',
    '  breaking',
    `    so (${consumers})`,
  ]);
});

test('of a document that is not understood no method is said to be gone', () => {
  using demo = committed();
  demo.edit('x-action: { save: shelf }', 'x-action: { sav: shelf }');
  const lines = specDiff(demo.root, 'HEAD', () => []);
  expect(lines.at(-1)).toMatch(/as it is now is not understood; `pnpm generate` says why$/);
  expect(lines.join()).not.toContain('- readShelf');
});

test('what is as it was is said in one line', () => {
  using demo = committed();
  expect(specDiff(demo.root, 'HEAD', () => [])).toEqual([
    'The specifications mean what they meant in HEAD.',
  ]);
});

test('without Go, a sentence says so', () => {
  const path = process.env['PATH'];
  process.env['PATH'] = '';
  try {
    expect(() => runOasdiff({}, {})).toThrow(/needs Go, which builds .*oasdiff@v1.35.0/);
  } finally {
    process.env['PATH'] = path;
  }
});

test('a revision that is not there is an error', () => {
  const { status, stderr } = spawnSync(
    process.execPath,
    [join(import.meta.dirname, '../specDiff.ts'), 'no-such-revision'],
    { encoding: 'utf8' },
  );
  expect({ status, stderr }).toEqual({
    status: 1,
    stderr: "there is no revision 'no-such-revision' in this repository\n",
  });
});
