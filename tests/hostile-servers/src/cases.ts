import { createPvwaMock } from '@oidc-admin/pvwa-mock';
import { createWickrMock } from '@oidc-admin/wickr-mock';
import type { Behaviour } from './behaviour.ts';
import { behaviours } from './behaviours/index.ts';
import { startHostileServer, type HostileServer } from './hostileServer.ts';

/** A hostile server, and what somebody needs to call it. */
export interface Case {
  /** Kind, behaviour and API. */
  readonly name: string;
  readonly api: Api;
  readonly behaviour: Behaviour;
  readonly server: HostileServer;
  readonly environment: Readonly<Record<string, string>>;
  /** What nobody may give away. */
  readonly secrets: () => readonly string[];
}

/** An API, and the operation that is answered with hostility. */
export interface Api {
  readonly name: string;
  readonly url: string;
  readonly where: RegExp;
  readonly urlVariable: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly operation: readonly string[];
  readonly secretVariable: string;
}

async function startApis(stack: AsyncDisposableStack): Promise<readonly Api[]> {
  const [pvwa, wickr] = [createPvwaMock(), createWickrMock()];
  const [vault, messenger] = [await pvwa.start(), await wickr.start()];
  for (const running of [vault, messenger]) stack.defer(() => running.stop());
  const { PVWA_USERNAME = '', PVWA_PASSWORD = '' } = pvwa.demo.environment;
  const { WICKR_OTHER_NETWORK_ID: _other, ...keys } = wickr.demo.environment;
  return [
    {
      name: 'pvwa',
      url: vault.url,
      where: /^GET .*\/Providers$/i,
      urlVariable: 'PVWA_URL',
      environment: { PVWA_USERNAME, PVWA_PASSWORD },
      operation: ['listProviders'],
      secretVariable: 'PVWA_PASSWORD',
    },
    {
      name: 'wickr',
      url: messenger.url,
      where: /^GET .*\/oidc$/i,
      urlVariable: 'WICKR_ENDPOINT',
      environment: keys,
      operation: ['getOidcInfo', '--network-id', keys['WICKR_NETWORK_ID'] ?? ''],
      secretVariable: 'AWS_SECRET_ACCESS_KEY',
    },
  ];
}

/** Starts a server for each behaviour whose name fits; all end with the stack. */
export async function startCases(
  only: string,
  elsewhere: string,
  stack: AsyncDisposableStack,
): Promise<Case[]> {
  const cases: Case[] = [];
  const apis = await startApis(stack);
  for (const [kind, all] of Object.entries(behaviours))
    for (const [name, behaviour] of Object.entries<Behaviour>(all))
      // A signature is made anew for each request; only what quotes it needs the second API.
      for (const one of kind === 'secrets' ? apis : apis.slice(0, 1)) {
        const whole = `${kind}/${name}/${one.name}`;
        if (!whole.includes(only)) continue;
        const { url: upstream, where } = one;
        const server = stack.use(
          await startHostileServer({ behaviour, upstream, where, elsewhere }),
        );
        const environment = { ...one.environment, [one.urlVariable]: server.url };
        const own = one.environment[one.secretVariable] ?? '';
        const secrets = (): readonly string[] => [own, ...server.secrets];
        cases.push({ name: whole, api: one, behaviour, server, environment, secrets });
      }
  return cases;
}

/**
 * The time-out of a call. What ends without a response ends so by a time-out too; all else has as long as it takes on a machine that
 * is busy.
 */
export function timeoutOf({ behaviour }: Pick<Case, 'behaviour'>): number {
  return behaviour.call === 'unusable' ? 2000 : 20_000;
}
