import { describe, expect, test } from 'vitest';
import { runConformance } from './testing/conformanceCommand.ts';
import { oneOfEach, startTarget } from './testing/startTarget.ts';

const limit = 120_000;

describe.concurrent('levels', { timeout: limit }, () => {
  test('without a level nothing is sent that changes the target', async () => {
    await using pvwa = await startTarget('pvwa');
    pvwa.mock.state.seed(oneOfEach);
    const before = pvwa.mock.state.read().resources;
    const { code, out } = await runConformance(['pvwa', '--target', pvwa.url], pvwa.environment);
    expect(code).toBe(0);
    expect(out).toContain('level default (changes nothing)');
    expect(pvwa.mock.requests.length).toBeGreaterThan(20);
    expect(pvwa.mock.state.read().resources).toEqual(before);
    const sent = new Set(
      pvwa.mock.requests.map(({ operation, received }) => operation ?? received.method),
    );
    for (const changing of [
      'addProvider',
      'updateProvider',
      'deleteProvider',
      'PUT',
      'DELETE',
      'POST',
    ])
      expect(sent).not.toContain(changing);

    await using wickr = await startTarget('wickr');
    const other = await runConformance(['wickr', '--target', wickr.url], wickr.environment);
    // A network without a configuration: no success of GetOidcInfo can be seen.
    expect(other.code).toBe(2);
    expect(other.out).toContain('no success could be seen at the level default: getOidcInfo');
    for (const { received } of wickr.mock.requests)
      expect(`${received.method} ${received.target}`).toMatch(
        // What is signed wrongly may have another query.
        /^(GET|HEAD) |^POST [^?]*\/oidc\/test(\?replayed=1)?$/,
      );
    expect(wickr.mock.state.read().resources).toEqual({});
  });

  test('--allow-writes leaves providers and configurations as they were', async () => {
    await using pvwa = await startTarget('pvwa');
    const first = await runConformance(
      ['pvwa', '--target', pvwa.url, '--allow-writes'],
      pvwa.environment,
    );
    expect(first.code).toBe(0);
    expect(first.err).toMatch(
      /only those whose id begins with oidcadmin\w+; they are deleted at the end/,
    );
    expect(pvwa.mock.state.read().resources?.['provider']?.[''] ?? {}).toEqual({});

    await using wickr = await startTarget('wickr');
    const properties = {
      companyId: 'us-east-1-mine',
      issuer: 'https://a.example.com',
      scopes: 'openid',
      secret: 'original',
    };
    wickr.mock.state.seed({ resources: { oidcConfig: { '12345678': { '': properties } } } });
    const second = await runConformance(['wickr', '--target', wickr.url, '--allow-writes'], {
      ...wickr.environment,
      WICKR_ORIGINAL_SECRET: 'original',
    });
    expect(second.code).toBe(0);
    expect(wickr.mock.state.read().resources?.['oidcConfig']?.['12345678']?.['']).toMatchObject(
      properties,
    );
    expect(JSON.stringify(await second.report())).not.toContain('"original"');
  });
});

test('secrets are in no report and on no terminal', { timeout: limit }, async () => {
  await using pvwa = await startTarget('pvwa');
  const ended = await runConformance(
    ['pvwa', '--target', pvwa.url, '--disposable'],
    pvwa.environment,
  );
  const tokens = Object.keys(pvwa.mock.state.read().sessions ?? {});
  expect(tokens.length).toBeGreaterThan(0);
  const texts = [ended.out, ended.err, JSON.stringify(await ended.report())];
  for (const secret of [pvwa.environment['PVWA_PASSWORD'] ?? '', ...tokens])
    expect(texts.filter((text) => text.includes(secret))).toEqual([]);
});
