import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ownTree } from '../testing/ownTree.ts';

/** What every client of a document has to be able to say, and hardly anybody would call so. */
const life = String.raw`
import { createOddClient } from '@oidc-admin/odd-client';
import { createOddMock } from '@oidc-admin/odd-mock';

const mock = createOddMock();
await using running = await mock.start();
const client = createOddClient({ url: running.url, apiKey: mock.demo.environment['ODD_API_KEY'] ?? '' });
const body = {
  'user-id': 'a', user_id: 'b', userId: 7, UserID: true, 'odata-type': 'c', '@type': '#a' as const,
  'urn:ietf:params:scim:schemas:extension:enterprise:2:User': { 'employee number': 'd', $ref: 'e', 'manager/id': 'f' },
  'display name': 'g', 'a/b~c': 'h', list: ['i'], "quote\"s and 's": 'j', 'back\\slash': 'k',
  constructor: 'l', toString: 'm', '1st': 'n', class: 'o', from: 'p', größe: 3, 名前: 'q',
};
await client.postUsers(body);
const { constructor, toString, größe } = await client.getUsersUserId({ 'user-id': 'a' });
console.log('read', constructor, toString, größe);
`;

test('whatever things are called, an API joins, is checked, and is called', () => {
  using tree = ownTree();
  const { root, run } = tree;
  const from = join(root, 'scripts/src/testing/oddNames.openapi.yaml');
  const ran = (...args: readonly string[]): string => {
    const { status, output } = run(...args);
    expect({ args, status, output }).toMatchObject({ args, status: 0 });
    return output;
  };
  ran('install', '--prefer-offline');
  const said = ran('new-api', 'odd', '--from', from, '--no-checks');
  expect(said).toContain('GET /Users is called usersListAll');
  expect(said).toContain('POST /Users is called postUsers');
  const verdict = ran('conformance', 'odd', '--strict');
  expect(verdict).toContain('457 of the 458 clauses of this level verified');
  const help = ran('oidc-admin', 'odd', 'post-users', '--help');
  for (const flag of [
    'user-id',
    'body-user-id',
    'body-user-id-2',
    'body-constructor',
    'größe',
    '1st',
  ])
    expect(help).toMatch(new RegExp(`^ +--${flag} [<[]`, 'm'));
  writeFileSync(join(root, 'apps/conformance/src/life.ts'), life);
  ran('--filter', '@oidc-admin/conformance-cli', 'exec', 'tsc');
  expect(ran('--filter', '@oidc-admin/conformance-cli', 'exec', 'node', 'src/life.ts')).toContain(
    'read l m 3',
  );
}, 600_000);
