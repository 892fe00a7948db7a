import type { CommandProperty } from '@oidc-admin/contract';
import { expect, test } from 'vitest';
import { changesOf, notHeld } from './changes.ts';

function property(name: string, more: Partial<CommandProperty> = {}): CommandProperty {
  return {
    name,
    description: '',
    types: ['string'],
    required: false,
    sensitive: false,
    source: [],
    ...more,
  };
}

const properties = [
  property('title'),
  property('kind', { enum: ['Plain', 'plain'] }),
  property('claim', { default: 'name' }),
  property('code', { sensitive: true }),
];
const action = { does: 'replace', resource: 'note', at: '' } as const;
const replace = { action, body: { properties, alternatives: [] } };
const merge = { ...replace, removable: ['title', 'claim', 'code'] };
const before = { title: 'one', kind: 'Plain', claim: 'mail' };

test('a replacement loses what is left out, but for a default', () => {
  expect(changesOf(replace, before, { kind: 'plain', code: 'x' })).toEqual([
    { name: 'title', becomes: 'lost', before: 'one' },
    { name: 'claim', becomes: 'changed', before: 'mail', after: 'name' },
    { name: 'code', becomes: 'secret', fate: 'replaced' },
  ]);
});

test('a merge keeps what is left out, secrets as well, and null takes away', () => {
  const merging = { ...replace, action: { ...action, does: 'merge' as const } };
  expect(changesOf(merging, before, { title: null, kind: 'Plain' })).toEqual([
    { name: 'title', becomes: 'lost', before: 'one' },
  ]);
});

test('a change keeps what is left out, and null takes it away', () => {
  expect(changesOf(merge, before, { title: null, code: null })).toEqual([
    { name: 'title', becomes: 'lost', before: 'one' },
    { name: 'code', becomes: 'secret', fate: 'removed' },
  ]);
});

test('a secret that is left out is removed where one is shown, and unknown where none is', () => {
  const fate = (saved: object | undefined) =>
    changesOf(replace, saved && { ...before, ...saved }, before).find(
      ({ name }) => name === 'code',
    );
  expect(fate({})).toMatchObject({ fate: 'unknown' });
  expect(fate({ code: '***' })).toMatchObject({ fate: 'removed' });
  expect(fate(undefined)).toBeUndefined();
  expect(changesOf(replace, undefined, { code: 'x', claim: 'name' })).toContainEqual({
    name: 'code',
    becomes: 'secret',
    fate: 'set',
  });
  expect(changesOf(merge, undefined, { code: null })).toEqual([]);
});

test('what is not held is named, but no secret', () => {
  const sent = { title: 'two', kind: 'plain', claim: null, code: 'x' };
  expect(notHeld(replace, sent, { title: 'two', kind: 'Plain' })).toEqual([]);
  expect(notHeld(replace, sent, before)).toEqual(['title', 'claim']);
});
