import { expect, test } from 'vitest';
import { createShelfMock } from '../fixtures/createShelfMock.ts';

const mock = createShelfMock({ control: '/_mock', sandboxes: {} });

test.each(['/_mock', '/_mock/', '/_sandbox/a/_mock'])(
  'the page is at %s, and names its parts so that they are found',
  async (path) => {
    await using server = await mock.start();
    const { origin } = new URL(server.url);
    const response = await fetch(origin + path);
    expect([response.status, response.headers.get('content-type')]).toEqual([
      200,
      'text/html; charset=utf-8',
    ]);
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    const parts = (await response.text()).match(/(?<=(?:src|href)=")\/[^"]+/g) ?? [];
    expect(parts).toHaveLength(2);
    for (const part of parts) expect((await fetch(origin + part)).status).toBe(200);
    const elsewhere = { headers: { origin: 'https://elsewhere.example' } };
    expect((await fetch(origin + path, elsewhere)).status).toBe(403);
  },
);

test('the page keeps its choice in a sandbox, which knows nothing of the others', async () => {
  await using server = await mock.start();
  const { origin } = new URL(server.url);
  const view = async (path: string, headers = {}) =>
    (await fetch(`${origin}${path}/view`, { headers })).json();
  expect(await view('/_sandbox/a/_mock')).not.toHaveProperty('sandboxes');
  expect(await view('/_mock', { 'x-mock-sandbox': 'a' })).not.toHaveProperty('sandboxes');
  expect(await view('/_mock')).toMatchObject({ sandboxes: ['a'] });
});

test.each(['constructor', 'toString', '__proto__', 'nothing'])(
  'below the prefix there is no %s, and no path of the machine is told',
  async (name) => {
    const response = await mock.fetch(`http://library.example/_mock/${name}`);
    expect([response.status, await response.json()]).toEqual([
      404,
      { message: expect.stringMatching(/^below \/_mock there is: /) },
    ]);
  },
);
