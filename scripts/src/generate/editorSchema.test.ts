import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { apisOf } from './specification.ts';

const root = join(import.meta.dirname, '../../..');

/** The document, and what an editor that follows its first line would mark in it. */
function inEditor(api: string, edit: (text: string) => string = (text) => text) {
  const file = join(root, 'specs', api, 'openapi.yaml');
  const text = edit(readFileSync(file, 'utf8'));
  const tie = /^# yaml-language-server: \$schema=(\S+)\n/.exec(text)?.[1] ?? '';
  const schema = JSON.parse(readFileSync(join(dirname(file), tie), 'utf8')) as object;
  const validate = new Ajv2020({ strict: false, allErrors: true }).compile(schema);
  validate(parse(text, { merge: true, maxAliasCount: -1 }));
  return (validate.errors ?? []).map(({ instancePath }) => instancePath);
}

test.each(apisOf(root))('an editor finds nothing wrong in the specification of %s', (api) => {
  expect(inEditor(api)).toEqual([]);
});

test.each(apisOf(root))('an editor marks a misspelt key and a wrong word in %s', (api) => {
  expect(inEditor(api, (text) => text.replace('x-action:', 'x-acton:'))).not.toEqual([]);
  expect(inEditor(api, (text) => text.replace('kept:', 'kpt:'))).not.toEqual([]);
});
