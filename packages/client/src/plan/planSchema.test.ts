import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import type { CommandLine } from '../commandLine.ts';
import { boardTable } from '../fixtures/boardApi.ts';
import { planSchema } from './planSchema.ts';

const commandLine: Pick<CommandLine, 'table' | 'settings'> = {
  table: boardTable,
  settings: [
    { variable: 'BOARD_URL', description: 'The server.', url: true },
    { variable: 'BOARD_TOKEN', description: 'The token.', secret: true },
  ],
};
const validate = new Ajv2020({ strict: true, allErrors: true, allowUnionTypes: true }).compile(
  planSchema({ board: commandLine as CommandLine }),
);

function target(note: object, settings: object = { BOARD_TOKEN: 'env:TOKEN' }) {
  return { targets: [{ name: 'one', api: 'board', settings, resources: { note: [note] } }] };
}

test.each([
  ['what a file may say', { board: 'b', title: 'first', colour: null }, undefined, true],
  ['what is to be gone', { board: 'b', title: 'first', $state: 'absent' }, undefined, true],
  ['the key that the server made', { board: 'b', id: '1' }, undefined, true],
  ['a name that is none', { board: 'b', title: 'first', color: 'red' }, undefined, false],
  ['a value over a limit', { board: 'b', title: 'x'.repeat(31) }, undefined, false],
  ['a plain secret', { board: 'b', title: 'first' }, { BOARD_TOKEN: 'hunter2' }, false],
  ['a setting that is none', { board: 'b', title: 'first' }, { BORD_URL: 'x' }, false],
])('the schema takes or refuses %s', (_what, note, settings, isRight) => {
  expect(validate(target(note, settings))).toBe(isRight);
});
