import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import type { PreparedRun } from '../runner/prepareRun.ts';
import { keyPrefix } from '../runner/runId.ts';
import type { Environment } from '../runner/runParameters.ts';
import type { RunOptions } from '../runner/runTarget.ts';
import type { ApiName } from '../testing/checkAll.ts';
import { apis } from '../testing/generated/apis.ts';
import { standBefore, stumble } from '../testing/standBefore.ts';
import { testRun } from '../testing/testRun.ts';
import { guardTarget, type Guard } from './guardTarget.ts';

type Mock = ReturnType<Awaited<ReturnType<(typeof apis)[ApiName]['createMock']>>>;

const network = '12345678';
const original = {
  companyId: 'us-east-1-original',
  issuer: 'https://login.example.com',
  scopes: 'openid email',
  ssoTokenBufferMinutes: 7,
  secret: 'the-original-client-secret',
  caCertificate: 'a certificate',
};
const changed = {
  companyId: 'us-east-1-changed',
  issuer: 'https://idp.example.com',
  scopes: 'openid',
};

interface Scene extends AsyncDisposable {
  readonly mock: Mock;
  readonly target: PreparedRun;
  readonly notice: (text: string) => void;
  /** What was printed for a person. */
  said(): string;
}

const state = mkdtempSync(join(tmpdir(), 'conformance-state-'));

// Put-backs wait before they are repeated.
vi.setConfig({ testTimeout: 60_000 });

const writes: RunOptions = { level: 'allowWrites' };
const cleanUp: RunOptions = { cleanUp: true };

async function stage(api: ApiName, options: RunOptions, environment: Environment): Promise<Scene> {
  const mock = (await apis[api].createMock())();
  const running = await mock.start();
  return sceneAt(mock, running.url, api, options, environment, () => running.stop());
}

async function sceneAt(
  mock: Mock,
  url: string,
  api: ApiName,
  options: RunOptions,
  environment: Environment,
  stop: () => Promise<void> = () => Promise.resolve(),
): Promise<Scene> {
  const written: string[] = [];
  return {
    mock,
    target: await testRun(api, url, options, {
      XDG_STATE_HOME: state,
      ...mock.demo.environment,
      ...environment,
    }),
    notice: (text) => void written.push(text),
    said: () => written.join(''),
    [Symbol.asyncDispose]: stop,
  };
}

async function guarded({ target, notice }: Scene): Promise<Guard> {
  const guard = await guardTarget(target, notice);
  if ('refused' in guard) throw new Error(guard.refused.text);
  return guard;
}

function refusal(text: string) {
  return {
    refused: { code: 'notPrepared', text: expect.stringContaining(text) as string },
  };
}

function configured(mock: Mock, of = network) {
  return mock.state.read().resources?.['oidcConfig']?.[of]?.[''];
}

const otherNetwork = '87654321';

function saved(properties: Record<string, string | number>, of = network) {
  return {
    resources: { oidcConfig: { [of]: { '': properties } } },
  };
}

function bothSaved(
  first: Record<string, string | number>,
  second: Record<string, string | number>,
) {
  return {
    resources: { oidcConfig: { [network]: { '': first }, [otherNetwork]: { '': second } } },
  };
}

describe('a configuration', () => {
  test('is saved again with the original secret, and the loss of the rest is said beforehand', async () => {
    await using scene = await stage('wickr', writes, {
      WICKR_ORIGINAL_SECRET: original.secret,
    });
    scene.mock.state.seed(saved(original));
    const guard = await guarded(scene);
    scene.mock.state.seed(saved(changed));
    expect(await guard.restore()).toEqual([]);
    const { caCertificate: _, ...sendable } = original;
    expect(configured(scene.mock)).toMatchObject(sendable);
    expect(scene.said()).toMatch(/A save cannot carry .*caCertificate/);
    expect(scene.said()).toMatch(/What the server itself makes .* stays: [^.]*clientId/);
    expect(scene.said()).toMatch(/networkId 87654321: nothing is configured\. It stays configured/);
    expect(scene.said()).toContain('put back from WICKR_ORIGINAL_SECRET');
    expect(scene.said()).toContain('signs out every active user of the network');
    expect(scene.said()).not.toContain(original.secret);
  });

  test('that is only empty texts is none, and is not saved again', async () => {
    const mock = (await apis.wickr.createMock())({ unconfigured: 'emptyTexts' });
    await using running = await mock.start();
    const environment = { WICKR_ORIGINAL_SECRET: original.secret };
    await using scene = await sceneAt(mock, running.url, 'wickr', writes, environment);
    const guard = await guarded(scene);
    mock.state.seed(saved(changed));
    await guard.restore();
    expect(scene.said()).toMatch(/networkId 12345678: nothing is configured\. It stays configured/);
    expect(configured(mock)).toMatchObject(changed);
    expect(mock.requests.filter(({ operation }) => operation === 'registerOidcConfig')).toEqual([]);
  });

  test('is not touched without the original secret or the word that it may be lost', async () => {
    await using scene = await stage('wickr', writes, {});
    const guard = await guardTarget(scene.target, scene.notice);
    expect(guard).toEqual(refusal('set WICKR_ORIGINAL_SECRET, or say --no-original-secret'));
    expect(scene.mock.requests).toEqual([]);
  });

  test('of each network is put back with a secret of its own, in a run and after a crash', async () => {
    const other = { ...original, companyId: 'us-east-1-other', secret: 'the-other-client-secret' };
    const environment = {
      WICKR_ORIGINAL_SECRET: original.secret,
      WICKR_OTHER_ORIGINAL_SECRET: other.secret,
    };
    await using scene = await stage('wickr', writes, environment);
    scene.mock.state.seed(bothSaved(original, other));
    const guard = await guarded(scene);
    const secretsNow = () => [network, otherNetwork].map((of) => configured(scene.mock, of));
    scene.mock.state.seed(bothSaved(changed, changed));
    expect(await guard.restore()).toEqual([]);
    expect(secretsNow()).toMatchObject([{ secret: original.secret }, { secret: other.secret }]);
    expect(scene.said()).toContain('put back from WICKR_OTHER_ORIGINAL_SECRET');

    const { url } = scene.target.parameters.target;
    await using killed = await sceneAt(scene.mock, url, 'wickr', writes, environment);
    await guarded(killed);
    scene.mock.state.seed(bothSaved(changed, changed));
    await using next = await sceneAt(scene.mock, url, 'wickr', cleanUp, environment);
    await guarded(next);
    expect(secretsNow()).toMatchObject([{ secret: original.secret }, { secret: other.secret }]);
  });

  test('is put back though the target is busy, breaks the connection, or stumbles', async () => {
    const environment = { WICKR_ORIGINAL_SECRET: original.secret };
    await using scene = await stage('wickr', writes, environment);
    const { url } = scene.target.parameters.target;
    await using busy = await standBefore(url, stumble('POST', 3));
    await using run = await sceneAt(scene.mock, busy.url, 'wickr', writes, environment);
    scene.mock.state.seed(saved(original));
    const guard = await guarded(run);
    scene.mock.state.seed(saved(changed));
    expect(await guard.restore()).toEqual([]);
    expect(configured(scene.mock)).toMatchObject({ secret: original.secret });
  });

  test('that cannot be put back keeps no other from it, and stays in the journal', async () => {
    const other = { ...original, companyId: 'us-east-1-other', secret: 'the-other-client-secret' };
    const environment = {
      WICKR_ORIGINAL_SECRET: original.secret,
      WICKR_OTHER_ORIGINAL_SECRET: other.secret,
    };
    await using scene = await stage('wickr', writes, environment);
    const { url } = scene.target.parameters.target;
    let ill = true;
    await using front = await standBefore(url, (method, path) =>
      ill && method === 'POST' && path.includes(network) ? { status: 403 } : undefined,
    );
    const at = (options: RunOptions) =>
      sceneAt(scene.mock, front.url, 'wickr', options, environment);
    await using run = await at(writes);
    scene.mock.state.seed(bothSaved(original, other));
    const guard = await guarded(run);
    scene.mock.state.seed(bothSaved(changed, changed));
    expect((await guard.restore()).join('; ')).toMatch(
      new RegExp(`of ${network} was not put back: \\w+ answered 403; .*--clean-up`),
    );
    expect(configured(scene.mock, otherNetwork)).toMatchObject({ secret: other.secret });
    ill = false;
    await using next = await at(cleanUp);
    await guarded(next);
    expect(configured(scene.mock)).toMatchObject({ secret: original.secret });
  });

  test('of a second network is not touched without a secret of its own', async () => {
    await using scene = await stage('wickr', writes, {
      WICKR_ORIGINAL_SECRET: original.secret,
    });
    scene.mock.state.seed(bothSaved(original, changed));
    expect(await guardTarget(scene.target, scene.notice)).toEqual(
      refusal('set WICKR_OTHER_ORIGINAL_SECRET, or say --no-original-secret'),
    );
    expect(scene.mock.requests.map(({ received }) => received.method)).toEqual(['GET', 'GET']);
  });

  test('is put back by the next run after a crash, from a journal without secrets', async () => {
    const environment = { WICKR_ORIGINAL_SECRET: original.secret };
    await using scene = await stage('wickr', writes, environment);
    scene.mock.state.seed(saved(original));
    await guarded(scene);
    scene.mock.state.seed(saved(changed));
    const journals = readdirSync(join(state, 'oidc-admin')).map((name) =>
      readFileSync(join(state, 'oidc-admin', name), 'utf8'),
    );
    expect(journals.join()).toContain(original.companyId);
    expect(journals.join()).not.toContain(original.secret);

    const { url } = scene.target.parameters.target;
    await using blind = await sceneAt(scene.mock, url, 'wickr', writes, environment);
    expect(await guardTarget(blind.target, blind.notice)).toEqual(
      refusal('run once with --clean-up'),
    );

    await using next = await sceneAt(scene.mock, url, 'wickr', cleanUp, environment);
    await guarded(next);
    expect(configured(scene.mock)).toMatchObject({
      companyId: original.companyId,
      secret: original.secret,
    });

    await using later = await sceneAt(scene.mock, url, 'wickr', writes, environment);
    await guarded(later);
    expect(later.said()).not.toContain('Not put back');
  });
});

describe('what a run made', () => {
  const provider = (id: string) => ({
    id,
    authenticationFlow: 'Code',
    discoveryEndpointUrl: 'https://idp.example.com/.well-known/openid-configuration',
    clientId: 'a',
    clientSecretMethod: 'Basic',
    userNameClaim: 'sub',
  });
  const seeded = (...ids: string[]) => ({
    resources: { provider: { '': Object.fromEntries(ids.map((id) => [id, provider(id)])) } },
  });
  const other = `${keyPrefix}0123456789001`;
  const left = `${keyPrefix}0123456789002`;
  /** Ids that people give. */
  const namedLikeIt = ['OidcAdminProd', 'oidcadmin', 'oidcadminTest', 'oidcadmin0123456789'];
  const ids = (mock: Mock) => Object.keys(mock.state.read().resources?.['provider']?.[''] ?? {});

  test('is deleted at the end, and nothing else is', async () => {
    await using scene = await stage('pvwa', writes, {});
    scene.mock.state.seed(seeded('keep', other));
    const guard = await guarded(scene);
    const own = keyPrefix + scene.target.parameters.runId;
    guard.note(`${own}001`);
    guard.note(`${own}002az`);
    scene.mock.state.seed(seeded(`${own}001`, `${own.toUpperCase()}002AZ`, `${own}001Kept`));
    expect(await guard.restore()).toEqual([
      `provider ${own}001Kept is left: this run has not sent that key`,
      'run once with --clean-up',
    ]);
    expect(ids(scene.mock)).toEqual(['keep', other, `${own}001Kept`]);
  });

  test('is deleted though the target stumbles, and all that can be where one cannot', async () => {
    await using scene = await stage('pvwa', writes, {});
    const { url } = scene.target.parameters.target;
    const stumbling = stumble('DELETE', 3);
    let own = '';
    await using front = await standBefore(url, (method, path) =>
      path.includes(`${own}002`) && method === 'DELETE' ? 'broken' : stumbling(method),
    );
    await using run = await sceneAt(scene.mock, front.url, 'pvwa', writes, {});
    const guard = await guarded(run);
    own = keyPrefix + run.target.parameters.runId;
    for (const key of ['001', '002', '003']) guard.note(own + key);
    scene.mock.state.seed(seeded('keep', `${own}001`, `${own}002`, `${own}003`));
    expect((await guard.restore()).join('; ')).toMatch(
      new RegExp(`^provider ${own}002: .*; run once with --clean-up$`),
    );
    expect(ids(scene.mock)).toEqual(['keep', `${own}002`]);
  });

  test('and left behind is listed, and deleted where that was asked for, and nothing else is', async () => {
    await using killed = await stage('pvwa', writes, {});
    const { url } = killed.target.parameters.target;
    const guard = await guarded(killed);
    guard.note(left);
    // What people may have made by hand: the key of a run with something behind it, and of a run on another machine.
    const foreign = [other, `${left}Production`, `${left}0`];
    const stays = ['keep', ...namedLikeIt, ...foreign];
    killed.mock.state.seed(seeded('keep', ...namedLikeIt, left, ...foreign));
    await using scene = await sceneAt(killed.mock, url, 'pvwa', {}, {});
    await guarded(scene);
    expect(scene.said()).toContain(`Left by an earlier run at ${url}: provider ${left}\n`);
    for (const key of foreign) expect(scene.said()).toContain(`provider ${key}. It is not touched`);
    expect(ids(scene.mock)).toEqual(expect.arrayContaining([...stays, left]));
    // A run that writes and does not clean up keeps in mind what is left.
    await using between = await sceneAt(scene.mock, url, 'pvwa', writes, {});
    const ended = await guarded(between);
    await ended.restore();
    await using next = await sceneAt(scene.mock, url, 'pvwa', cleanUp, {});
    await guarded(next);
    expect(ids(scene.mock).toSorted()).toEqual(stays.toSorted());
    await using last = await sceneAt(scene.mock, url, 'pvwa', {}, {});
    await guarded(last);
    expect(last.said()).not.toContain('Left by');
  });
});
