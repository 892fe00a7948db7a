import { describe, expect, it } from 'vitest';
import {
  PvwaCaller,
  minimalProvider,
  providers,
  withServer,
  type CallerResponse,
} from './testing/pvwaCaller.ts';

/** The status of a refusal, after looking at its body. */
function refusal(reply: CallerResponse): number {
  expect(reply.json).toMatchObject({
    ErrorCode: expect.stringMatching(/^[A-Z]+\d{3}[EI]$/),
    ErrorMessage: expect.any(String),
  });
  return reply.status;
}

describe.each(['a', 'b'] as const)('sessions of the PVWA server, variant %s', (variant) => {
  const first = variant === 'a';

  it('checks session, permission, and then existence and body in either order', () =>
    withServer({ variant }, async (admin, server) => {
      const auditor = await new PvwaCaller(server).logOn('auditor');
      const stranger = new PvwaCaller(server);
      for (const [method, path] of [
        ['GET', providers],
        ['POST', providers],
        ['GET', `${providers}/x`],
        ['PUT', `${providers}/x`],
        ['DELETE', `${providers}/x`],
      ] as const) {
        const body = method === 'GET' ? undefined : '{';
        expect((await stranger.send(method, path, body)).json).toMatchObject({
          ErrorCode: 'PASWS006E',
        });
        expect(refusal(await stranger.send(method, path, body, { authorization: 'garbage' }))).toBe(
          401,
        );
        expect(
          refusal(
            await stranger.send(method, path, body, { authorization: `Bearer ${admin.token}` }),
          ),
        ).toBe(401);
        expect((await auditor.send(method, path, body)).json).toMatchObject({
          ErrorCode: 'PASWS041E',
        });
      }
      expect(refusal(await admin.send('PUT', `${providers}/x`, '{'))).toBe(first ? 404 : 400);
      expect(refusal(await admin.send('PUT', providers, minimalProvider))).toBe(405);
      expect(refusal(await admin.send('PATCH', `${providers}/x`, minimalProvider))).toBe(405);
      expect(refusal(await stranger.send('PATCH', providers))).toBe(first ? 405 : 401);
      expect(refusal(await admin.send('GET', '/PasswordVault/API/Auth/CyberArk/Logon'))).toBe(405);
      expect(refusal(await admin.send('GET', '/PasswordVault/API/Nothing'))).toBe(404);
    }));

  it('ends a session at log-off and no other', () =>
    withServer({ variant }, async (admin, server) => {
      const other = await new PvwaCaller(server).logOn('ADMIN'.toLowerCase());
      expect(
        (
          await admin.send('POST', '/passwordvault/api/auth/logoff', undefined, {
            'content-type': '',
          })
        ).status,
      ).toBe(200);
      expect(refusal(await admin.send('GET', providers))).toBe(401);
      expect(refusal(await admin.send('POST', '/passwordvault/api/auth/logoff'))).toBe(401);
      expect((await other.send('GET', providers)).status).toBe(200);
    }));

  it('ends a session after its time-out', () =>
    withServer({ variant, sessionTimeoutSeconds: 0.02 }, async (admin) => {
      await new Promise((resolve) => setTimeout(resolve, 40));
      expect(refusal(await admin.send('GET', providers))).toBe(401);
    }));

  it('refuses wrong credentials and suspends who tries too often', () =>
    withServer({ variant }, async (_admin, server) => {
      const path = '/PasswordVault/API/Auth/CyberArk/Logon';
      const caller = new PvwaCaller(server);
      for (const body of [
        { username: 'nobody', password: 'x' },
        ...Array.from({ length: 5 }, () => ({ username: 'auditor', password: 'x' })),
      ]) {
        expect(refusal(await caller.send('POST', path, body))).toBe(first ? 403 : 401);
      }
      expect(
        refusal(await caller.send('POST', path, { username: 'auditor', password: 'Passw0rd!' })),
      ).toBe(first ? 403 : 401);
      expect(refusal(await caller.send('POST', path, { username: 'admin', password: null }))).toBe(
        400,
      );
      expect(
        refusal(
          await caller.send('POST', path, {
            username: 'admin',
            password: 'Passw0rd!',
            concurrentSession: 'yes',
          }),
        ),
      ).toBe(400);
    }));

  it('shows what the facts merely tolerate where asked to', () =>
    withServer({ variant, tolerated: true }, async (admin, server) => {
      expect(
        (await admin.send('POST', providers, { id: 'One', ...minimalProvider })).json,
      ).toMatchObject({
        serverNote: '',
      });
      expect(refusal(await admin.send('POST', providers, { id: 'one', ...minimalProvider }))).toBe(
        409,
      );
      expect(
        (await admin.send('GET', providers, undefined, { authorization: `Bearer ${admin.token}` }))
          .status,
      ).toBe(200);
      const caller = new PvwaCaller(server);
      const radius = '/PasswordVault/API/Auth/RADIUS/Logon';
      const asked = await caller.send('POST', radius, {
        username: 'admin',
        password: 'Passw0rd!',
        concurrentSession: true,
      });
      expect([asked.status, asked.json]).toEqual([
        500,
        expect.objectContaining({ ErrorCode: 'ITATS542I' }),
      ]);
      const token = await caller.send('POST', radius, {
        username: 'admin',
        password: '135790',
        concurrentSession: true,
      });
      expect([token.status, typeof token.json]).toEqual([200, 'string']);
      const windows = await caller.send('POST', radius.replace('RADIUS', 'Windows'), {
        username: 'admin',
        password: 'Passw0rd!',
        concurrentSession: true,
      });
      expect([windows.status, typeof windows.json]).toEqual([200, 'object']);
      await admin.send('POST', '/PasswordVault/API/Auth/Logoff');
      const ended = await admin.send('GET', providers);
      expect([ended.status, ended.json]).toEqual([
        403,
        expect.objectContaining({ ErrorCode: 'CAIWS001E', Details: {} }),
      ]);
    }));
});
