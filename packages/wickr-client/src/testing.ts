import type { MissingVariable, Principal, RawRequest, TestAccess } from '@oidc-admin/client';
import { SignatureV4 } from '@smithy/signature-v4';
import { curlSignIn, type KeyVariables } from './curlSignIn.ts';
import { signingName } from './signatureAuthentication.ts';
import { signRequest, type SignatureTerms } from './signer.ts';

/** Who holds a pair of keys. */
interface WickrPrincipal extends Principal {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly region: string;
}

/** How far off a date is that every server must refuse, in milliseconds: five minutes, and one for clocks that differ. */
const tooFarMs = 6 * 60_000;

function scopeOf({ region, ...credentials }: WickrPrincipal): SignatureTerms {
  return {
    credentials,
    region,
    service: signingName,
    date: new Date(),
  };
}

function lowered(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
}

/** Adds the signature that `signed`, which may differ from what is sent, has in this scope. */
async function withSignature(
  request: RawRequest,
  scope: SignatureTerms,
  signed: Partial<RawRequest> = {},
  Signer = SignatureV4,
): Promise<RawRequest> {
  const { method, url, headers, body } = { ...request, ...signed };
  const added = await signRequest({ method, url, headers: lowered(headers), body }, scope, Signer);
  return { ...request, headers: { ...request.headers, ...added } };
}

function textOf(body: string | Uint8Array | undefined): string {
  return typeof body === 'string' ? body : new TextDecoder().decode(body);
}

/** Signs with the key and the scope of the day before the date that it sends. */
class SignerOfYesterday extends SignatureV4 {
  protected override formatDate(now: Parameters<SignatureV4['formatDate']>[0]) {
    const { longDate } = super.formatDate(now);
    const { shortDate } = super.formatDate(new Date(Date.now() - dayMs));
    return { longDate, shortDate };
  }
}

const dayMs = 86_400_000;

const hashHeader = 'x-amz-content-sha256';

/** The hash of a body, hexadecimal. */
async function hashOf(text: string): Promise<string> {
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Signs with this instead of the hash of the body, and says so in the header that a server may look at. */
function withPayloadHash(
  request: RawRequest,
  principal: WickrPrincipal,
  hash: string,
): Promise<RawRequest> {
  const headers = { ...request.headers, [hashHeader]: hash };
  return withSignature({ ...request, headers }, scopeOf(principal));
}

const signedHeader = 'x-amz-meta-purpose';

function regionIn(environment: Readonly<Record<string, string | undefined>>): string {
  return environment['AWS_REGION'] || environment['AWS_DEFAULT_REGION'] || 'us-east-1';
}

/** Whose permissions allow the operations. */
const administrator: KeyVariables = {
  key: 'AWS_ACCESS_KEY_ID',
  secret: 'AWS_SECRET_ACCESS_KEY',
  token: 'AWS_SESSION_TOKEN',
};

/** Who is known, and may do nothing. */
const other: KeyVariables = {
  key: 'WICKR_OTHER_ACCESS_KEY_ID',
  secret: 'WICKR_OTHER_SECRET_ACCESS_KEY',
};

const leftOutWithoutOther = {
  leavesOut: 'whether a caller without permission is refused',
  optional: true,
  role: 'other',
} as const;

const needs: readonly MissingVariable[] = [
  { variable: 'AWS_ACCESS_KEY_ID', leavesOut: 'everything that needs a signature' },
  { variable: 'AWS_SECRET_ACCESS_KEY', leavesOut: 'everything that needs a signature' },
  {
    variable: 'WICKR_NETWORK_ID',
    leavesOut: 'everything, as every path names a network',
    parameter: { name: 'networkId', value: 'the network to check with' },
  },
  {
    variable: 'WICKR_OTHER_NETWORK_ID',
    leavesOut: 'whether two networks share anything',
    optional: true,
    parameter: { name: 'networkId', value: 'a second network' },
  },
  { variable: other.key, ...leftOutWithoutOther },
  { variable: other.secret, ...leftOutWithoutOther },
];

/** How testers sign requests to the service, rightly and in every wrong way. */
export const access: TestAccess<WickrPrincipal> = {
  variables: [
    {
      names: ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN'],
      purpose: 'who signs; the token only with temporary keys',
    },
    {
      names: [other.key, other.secret],
      purpose: 'who is known, and has no permission',
    },
    { names: ['AWS_REGION', 'AWS_DEFAULT_REGION'], purpose: 'us-east-1 where not set' },
    {
      names: ['WICKR_NETWORK_ID', 'WICKR_OTHER_NETWORK_ID'],
      purpose: 'the networks to check with',
    },
  ],
  principals: (environment) => {
    const missing = needs.filter(({ variable }) => !environment[variable]);
    const region = regionIn(environment);
    const holding = (
      name: string,
      role: string,
      { key, secret, token = '' }: KeyVariables,
    ): readonly WickrPrincipal[] => {
      const [accessKeyId, secretAccessKey] = [environment[key], environment[secret]];
      const sessionToken = environment[token];
      if (!accessKeyId || !secretAccessKey) return [];
      const keys = { accessKeyId, secretAccessKey, ...(sessionToken ? { sessionToken } : {}) };
      return [{ name, role, ...keys, region }];
    };
    const first = holding('default', 'administrator', administrator);
    // Somebody without permission alone would look like a server that lets nobody in.
    const second = first.length === 0 ? [] : holding('other', 'other', other);
    return { principals: [...first, ...second], missing };
  },
  // A second network without a first one is a mistake, and not taken for the first.
  parents: ({ WICKR_NETWORK_ID: first, WICKR_OTHER_NETWORK_ID: second }) => ({
    networkId: first ? [first, ...(second ? [second] : [])] : [],
  }),
  settings: (environment) => ({ region: regionIn(environment) }),
  open: async (_, principal) => ({
    authorize: (request) => withSignature(request, scopeOf(principal)),
    close: async () => undefined,
  }),
  curl: (_, { region, role }) => curlSignIn(region, role === 'other' ? other : administrator),
  wrong: {
    none: (request) => request,
    key: (request, { principal }) =>
      withSignature(request, scopeOf({ ...principal, accessKeyId: 'AKIDUNKNOWNTOEVERYONE' })),
    secret: (request, { principal }) =>
      withSignature(request, scopeOf({ ...principal, secretAccessKey: 'not/the+secret' })),
    service: (request, { principal }) =>
      withSignature(request, { ...scopeOf(principal), service: 's3' }),
    region: (request, { principal }) =>
      withSignature(
        request,
        scopeOf({
          ...principal,
          region: principal.region === 'eu-west-1' ? 'us-east-1' : 'eu-west-1',
        }),
      ),
    // Too late for the requests that read, too early for the others: a server may look at one side only.
    date: (request, { principal }) => {
      const off = request.method === 'GET' ? tooFarMs : -tooFarMs;
      return withSignature(request, { ...scopeOf(principal), date: new Date(Date.now() + off) });
    },
    // What was signed differs from what is sent in one thing, and what is sent is otherwise right: a signed header is
    // left out of the requests that read, and changed in the others.
    header: (request, { principal }) => {
      const others = request.method === 'GET' ? {} : { [signedHeader]: 'sent' };
      const sent = { ...request, headers: { ...request.headers, ...others } };
      const signed = { ...request.headers, [signedHeader]: 'signed' };
      return withSignature(sent, scopeOf(principal), { headers: signed });
    },
    body: (request, { principal }) =>
      withSignature(request, scopeOf(principal), { body: `${textOf(request.body)} ` }),
    scopeDate: (request, { principal }) =>
      withSignature(request, scopeOf(principal), {}, SignerOfYesterday),
    payloadHash: async (request, { principal }) =>
      withPayloadHash(request, principal, await hashOf(`${textOf(request.body)} `)),
    unsignedPayload: (request, { principal }) =>
      withPayloadHash(request, principal, 'UNSIGNED-PAYLOAD'),
    path: (request, { principal }) =>
      withSignature(request, scopeOf(principal), {
        url: request.url.replace(/(?=\?|$)/, '/signed'),
      }),
    query: (request, { principal }) =>
      withSignature(request, scopeOf(principal), {
        url: `${request.url}${request.url.includes('?') ? '&' : '?'}signed=1`,
      }),
  },
};
