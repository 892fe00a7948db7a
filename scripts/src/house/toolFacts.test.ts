import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readFactRows } from '../generate/readFactRows.ts';
import { apisOf } from '../generate/specification.ts';

const root = join(import.meta.dirname, '../../..');

/** What a row says when it speaks of what our own tools do. */
const ofTools = /\btools?\b|\bit is printed\b|\bare redacted\b|\bmessage names\b/;

test.each(apisOf(root))(
  'each row of %s that speaks of a tool names a test which shows that it does so',
  (api) => {
    const file = `specs/${api}/FACTS.md`;
    const { rows } = readFactRows(file, readFileSync(join(root, file), 'utf8'));
    const promises = rows.filter(
      ({ text, testable, reason = '' }) => !testable && ofTools.test(`${text} ${reason}`),
    );
    const without = promises.flatMap(({ id, reason = '' }) => {
      const [, title = '', path = ''] = /the test `([^`]+)` of `([^`]+)`/.exec(reason) ?? [];
      const isThere = existsSync(join(root, path)) && path !== '';
      return isThere && readFileSync(join(root, path), 'utf8').includes(title)
        ? []
        : [`${id}: ${title} of ${path}`];
    });
    expect(without).toEqual([]);
  },
);
