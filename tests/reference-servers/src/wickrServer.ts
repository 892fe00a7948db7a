import type { JsonObject } from './readJsonObject.ts';
import {
  pathSegments,
  serveHttp,
  type PlainResponse,
  type ReceivedRequest,
  type RunningServer,
} from './serveHttp.ts';
import { findSignatureFault } from './signatureV4.ts';
import { readWickrBody, saveShape, testShape, type Values } from './wickrBody.ts';
import { wickrChoices, type SecretShown, type WickrChoices } from './wickrChoices.ts';
import { wickrErrors, type WickrRefuse } from './wickrErrors.ts';
import { describeConfig, describeProvider, describeTokens, isReachable } from './wickrOidc.ts';

export type WickrServerOptions = {
  /** Which side of every free choice is served; `a` where left out. */
  variant?: 'a' | 'b' | 'c';
  /** Region of the signature and of the company IDs; `us-east-1` where left out. */
  region?: string;
  accessKeyId?: string;
  secretAccessKey?: string;
  /** IDs of the networks that there are; 12345678 and 87654321 where left out. */
  networks?: string[];
  /** How a saved secret is answered, against the variant's own choice. */
  secret?: SecretShown;
  /** Also does what the facts merely ask for with SHOULD or warn about: `userId` is not given back, properties of its own are. */
  tolerated?: boolean;
  /** Makes the server wrong: the statuses of these errors. */
  wrongStatuses?: Parameters<typeof wickrErrors>[1];
  /** A free one where left out. */
  port?: number;
};

const methods = { info: 'GET', save: 'POST', test: 'POST' };

type Target = { kind: keyof typeof methods; networkId: string };

function findTarget(path: string): Target | undefined {
  const [networks, networkId = '', oidc, action, ...more] = pathSegments(path, false);
  if (networks !== 'networks' || oidc !== 'oidc' || more.length > 0) return undefined;
  if (action === 'save' || action === 'test') return { kind: action, networkId };
  return action === undefined && path.endsWith('/oidc') ? { kind: 'info', networkId } : undefined;
}

/** What the server does for a request that is rightly signed, and the configurations that it remembers. */
function operations(
  options: WickrServerOptions,
  choices: WickrChoices,
  error: WickrRefuse,
  region: string,
): (call: ReceivedRequest, target: Target) => PlainResponse {
  const shown = options.secret ?? choices.secret;
  const tolerated = options.tolerated ?? false;
  const networks = new Set(options.networks ?? ['12345678', '87654321']);
  const saved = new Map<string, Values>();

  const describe = (config: Values): Values => {
    const response = describeConfig(config, choices, shown, !tolerated);
    return tolerated ? { ...response, serverNote: '' } : response;
  };
  const empty = (field: string, message: string) =>
    error(choices.emptyRequired, message, [{ field, reason: 'must not be empty' }]);

  const save = (networkId: string, values: Values): Values => {
    const companyId = String(values['companyId']);
    if (companyId === '') throw empty('companyId', 'Company ID is required');
    if (!companyId.startsWith(`${region}-`)) throw error('BadRequestError', 'Invalid companyId');
    if (choices.negativeMinutes === 'refused' && Number(values['ssoTokenBufferMinutes'] ?? 0) < 0) {
      throw error('ValidationError', 'Some properties are not valid', [
        { field: 'ssoTokenBufferMinutes', reason: 'is negative' },
      ]);
    }
    saved.set(networkId, values);
    return describe(values);
  };

  const test = (values: Values): JsonObject => {
    const issuer = String(values['issuer']);
    if (issuer === '') throw empty('issuer', 'issuer is a required field');
    if (!isReachable(issuer)) throw error('BadRequestError', 'issuer contains an invalid endpoint');
    return describeProvider(issuer, String(values['scopes']), choices);
  };

  const info = (networkId: string, query: URLSearchParams): JsonObject => {
    const config = saved.get(networkId);
    if (config === undefined && choices.beforeFirstSave === 'notFound')
      throw error('ResourceNotFoundError', 'The network has no OIDC configuration');
    const none =
      choices.beforeFirstSave === 'emptyTexts'
        ? { companyId: '', issuer: '', scopes: '' }
        : undefined;
    return {
      openidConnectInfo: config === undefined ? none : describe(config),
      ...(query.has('code') && query.has('grantType')
        ? { tokenInfo: describeTokens(query.get('codeVerifier'), choices) }
        : {}),
    };
  };

  return (call, { kind, networkId }) => {
    const checkNetwork = (): void => {
      if (!networks.has(networkId))
        throw error('ResourceNotFoundError', 'There is no such network');
    };
    if (kind === 'info' || choices.networkBeforeBody) checkNetwork();
    if (kind === 'info')
      return { status: 200, json: info(networkId, new URLSearchParams(call.query)) };
    const values = readWickrBody(call, kind === 'save' ? saveShape : testShape, choices, error);
    checkNetwork();
    return { status: 200, json: kind === 'save' ? save(networkId, values) : test(values) };
  };
}

/** Starts a correct server of the three OIDC operations of the Wickr Admin API, written from the facts alone. */
export async function startWickrServer(options: WickrServerOptions = {}): Promise<RunningServer> {
  const choices = wickrChoices[options.variant ?? 'a'];
  const error = wickrErrors(choices, options.wrongStatuses);
  const region = options.region ?? 'us-east-1';
  const expected = {
    accessKeyId: options.accessKeyId ?? 'AKIDEXAMPLE',
    secretAccessKey: options.secretAccessKey ?? 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
    region,
    service: 'wickr',
  };
  const operate = operations(options, choices, error, region);

  const response = (call: ReceivedRequest): PlainResponse => {
    // The signature covers the body, and this one was not kept.
    if (call.tooLarge) throw error('RequestEntityTooLargeException', 'The request is too large');
    const fault = findSignatureFault(call, expected, Date.now());
    if (fault === 'unsigned') throw error(choices.unsigned, 'The request is not signed');
    if (fault !== undefined)
      throw error(choices.wronglySigned, `The signature is not accepted: ${fault}`);
    const target = findTarget(call.path);
    if (target === undefined) throw error('ResourceNotFoundError', 'There is no such operation');
    if (call.method !== methods[target.kind])
      throw error(choices.wrongMethod, 'The path does not have this method');
    if (!/^[0-9]{8}$/.test(target.networkId)) {
      throw error(choices.badNetworkId, 'The network ID is not valid', [
        { field: 'networkId', reason: 'must be 8 digits' },
      ]);
    }
    const accept = call.headers['accept']?.join(',') ?? '*/*';
    if (choices.acceptChecked && !/\*\/\*|application\/(\*|json)\b/i.test(accept))
      throw error('NotAcceptableException', 'Only application/json can be given');
    return operate(call, target);
  };

  return serveHttp({
    response,
    failure: error('InternalServerError', 'The server failed').response,
    style: choices.style,
    port: options.port ?? 0,
  });
}
