import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Behaviour } from './behaviour.ts';
import { behaviours } from './behaviours/index.ts';
import { startHostileServer } from './hostileServer.ts';

/** A provider that does harm where its discovery document or its keys should be. */
export interface DoctorCase {
  /** Kind, behaviour, and which of the two documents it is. */
  readonly name: string;
  readonly issuer: string;
  readonly behaviour: Behaviour;
  /** A right provider, which answers everything else. */
  readonly upstream: string;
  /** The problems of which the doctor has to find exactly one. */
  readonly problems: readonly string[];
}

const key = { kty: 'RSA', kid: 'a', n: 'sXchDaQebHnPiGvyDOAT4saGEUetSyo9MKLOoWFsueri', e: 'AQAB' };

/** A right provider, whatever the address under which it is reached. */
async function startRightProvider(stack: AsyncDisposableStack): Promise<string> {
  const server = createServer(({ url, headers: { host } }, response) => {
    const issuer = `http://${host}`;
    const document = {
      issuer,
      authorization_endpoint: `${issuer}/authorize`,
      token_endpoint: `${issuer}/token`,
      jwks_uri: `${issuer}/keys`,
      response_types_supported: ['code'],
      id_token_signing_alg_values_supported: ['RS256'],
    };
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(url === '/keys' ? { keys: [key] } : document));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  stack.defer(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A warning, as some services follow to another server. */
export const elsewhereCode = 'documentElsewhere';

const unread = [
  'documentUnreachable',
  'documentInvalid',
  'documentStatus',
  'documentRedirected',
  elsewhereCode,
];

/** What the doctor has to say of a discovery document that is answered so. */
function problemsOf({ call, eachSecond }: Behaviour): readonly string[] {
  // Which of the two documents meets it differs.
  if (eachSecond === true) return [...unread, 'keysUnreadable'];
  if (call === 'done') return ['documentInvalid'];
  return call === 'refused' ? ['documentStatus'] : unread;
}

/** Starts a provider for each behaviour whose name fits, and for each of its documents; all end with the stack. */
export async function startDoctorCases(
  only: string,
  elsewhere: string,
  stack: AsyncDisposableStack,
): Promise<DoctorCase[]> {
  const upstream = await startRightProvider(stack);
  const cases: DoctorCase[] = [];
  for (const [kind, all] of Object.entries(behaviours))
    for (const [name, behaviour] of Object.entries<Behaviour>(all)) {
      const start = async (where: RegExp, what: string, problems: readonly string[]) => {
        const whole = `${kind}/${name}/${what}`;
        if (!whole.includes(only)) return;
        const options = { behaviour, upstream, where, elsewhere };
        const { url: issuer } = stack.use(await startHostileServer(options));
        cases.push({ name: whole, issuer, behaviour, upstream, problems });
      };
      await start(/^GET .*openid-configuration$/, 'document', problemsOf(behaviour));
      // Whoever does harm before the request is read does it at the first document already.
      if (behaviour.at === undefined && behaviour.eachSecond === undefined)
        await start(/^GET \/keys$/, 'keys', ['keysUnreadable']);
    }
  return cases;
}
