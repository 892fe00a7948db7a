import { expect, test } from 'vitest';
import { checkAll } from '../testing/checkAll.ts';
import { apis } from '../testing/generated/apis.ts';

interface Logon {
  readonly username?: unknown;
  readonly password?: unknown;
}

function asLogon(body: Uint8Array): Logon {
  try {
    return (JSON.parse(Buffer.from(body).toString()) ?? {}) as Logon;
  } catch {
    return {};
  }
}

const limit = 120_000;

test(
  'no check sends a wrong password for a user who may be real, nor a new one',
  { timeout: limit },
  async () => {
    const bodies: Uint8Array[] = [];
    const create = await apis.pvwa.createMock();
    const mock = create({
      onExchange: ({ operation, received }) => {
        if (operation === 'logon') bodies.push(received.body);
      },
    });
    await using server = await mock.start();
    await checkAll('pvwa', server.url, { level: 'disposable' });
    const { users } = mock.deployment;
    const logons = bodies.map(asLogon);
    const isReal = ({ username }: Logon): boolean =>
      typeof username === 'string' && Object.keys(users).includes(username.trim().toLowerCase());
    const wrong = logons.filter(
      (one) => isReal(one) && one.password !== users[String(one.username)]?.password,
    );
    expect(wrong.filter(({ password }) => typeof password === 'string')).toEqual([]);
    expect(logons.filter((one) => !isReal(one) && one.password !== undefined)).not.toEqual([]);
    expect(bodies.some((body) => Buffer.from(body).includes('newPassword'))).toBe(false);
  },
);
