import {
  type CallOptions,
  type ClientOptions,
  createApiClient,
  type Methods,
  type OutputOf,
  type RawClient,
} from '@oidc-admin/client';
import { type CredentialProvider, CredentialSource } from './credentials.ts';
import {
  checkedRegion,
  customEndpoint,
  type EndpointOptions,
  regionalEndpoint,
} from './endpoint.ts';
import { errors } from './errors.ts';
import type { inputs } from './generated/inputs.ts';
import { table } from './generated/operations.ts';
import type { operations, paths } from './generated/types.ts';
import { modifyOidcConfig, type OidcConfigChanges } from './modifyOidcConfig.ts';
import { SignatureAuthentication } from './signatureAuthentication.ts';
import type { AwsCredentials } from './signer.ts';

/** Where the service is and who calls it. Left out, AWS's environment variables and shared files are asked. */
export interface WickrClientOptions extends ClientOptions, EndpointOptions {
  /** Keys, or a function that is asked for keys; left out, AWS's standard credential chain. */
  readonly credentials?: AwsCredentials | CredentialProvider | undefined;
  /** A profile in AWS's shared files. */
  readonly profile?: string | undefined;
}

/** A client of the Wickr admin API: one method per operation. */
export interface WickrClient extends Methods<operations, inputs> {
  /** The openapi-fetch client for those who want `{data, error, response}`; same pipeline, same signature. */
  readonly raw: RawClient<paths>;
  /** Reads the configuration of a network, merges the changes and saves it; `null` as the secret leaves the network without one. */
  readonly modifyOidcConfig: (
    networkId: string,
    changes: OidcConfigChanges,
    decision: { readonly secret: string | null },
    options?: CallOptions,
  ) => Promise<OutputOf<operations['registerOidcConfig']>>;
}

/** Requests to a custom endpoint are signed for this region where none is named. */
const customRegion = 'us-east-1';

/** Makes a client. A wrong configuration throws here, or at the first call where it is read from files. */
export function createWickrClient(options: WickrClientOptions = {}): WickrClient {
  const custom = customEndpoint(options);
  let region: string | Promise<string> | undefined =
    options.region === undefined ? undefined : checkedRegion(options.region);
  async function loadRegion(): Promise<string> {
    // Loaded here, as it takes longer to load than everything else together.
    const { configuredRegion } = await import('#awsDefaults');
    const found = await configuredRegion(options.profile);
    return checkedRegion(found ?? (custom === undefined ? undefined : customRegion));
  }
  const findRegion = () => (region ??= loadRegion());
  let endpoint: string | Promise<string> | undefined = custom;
  const findEndpoint = () =>
    (endpoint ??= Promise.resolve(findRegion()).then((found) => regionalEndpoint(found, options)));

  const { methods, raw } = createApiClient<paths, operations>({
    table,
    classes: errors,
    baseUrl: findEndpoint,
    authentication: new SignatureAuthentication(
      new CredentialSource(options.credentials, options.profile),
      findRegion,
    ),
    requestIdHeaders: ['x-amzn-requestid', 'x-amz-request-id'],
    options,
    schemas: async () => (await import('./generated/responseSchemas.ts')).responseSchemas,
  });
  return {
    ...methods,
    raw,
    modifyOidcConfig: (networkId, changes, decision, callOptions) =>
      modifyOidcConfig(methods, networkId, changes, decision, callOptions),
  };
}
