import { type ClientOptions, createEngine, type Methods, type RawClient } from '@oidc-admin/client';
import { type AwsCredentials, type CredentialProvider, CredentialSource } from './credentials.ts';
import {
  checkedRegion,
  customEndpoint,
  type EndpointOptions,
  regionalEndpoint,
} from './endpoint.ts';
import { errors } from './errors.ts';
import { table } from './generated/operations.ts';
import type { operations, paths } from './generated/types.ts';
import { SignatureAuthentication } from './signatureAuthentication.ts';
import { createSigner } from './signer.ts';

/** Where the service is and who calls it. Left out, AWS's environment variables and shared files are asked. */
export interface WickrClientOptions extends ClientOptions, EndpointOptions {
  /** Keys, or a function that is asked for keys; left out, AWS's standard credential chain. */
  readonly credentials?: AwsCredentials | CredentialProvider | undefined;
  /** A profile in AWS's shared files. */
  readonly profile?: string | undefined;
}

/** A client of the Wickr admin API: one method per operation. */
export interface WickrClient extends Methods<operations> {
  /** The openapi-fetch client for those who want `{data, error, response}`; same pipeline, same signature. */
  readonly raw: RawClient<paths>;
}

/** Requests to a custom endpoint are signed for this region where none is named. */
const customRegion = 'us-east-1';

const regionOf = ({ region }: WickrClientOptions): string | undefined =>
  region ??
  (globalThis.process?.env?.['AWS_REGION'] ||
    globalThis.process?.env?.['AWS_DEFAULT_REGION'] ||
    undefined);

/** Makes a client. A wrong configuration throws here, or at the first call where it is read from files. */
export const createWickrClient = (options: WickrClientOptions = {}): WickrClient => {
  const custom = customEndpoint(options);
  const named = regionOf(options);
  let region: string | Promise<string> | undefined =
    named === undefined ? undefined : checkedRegion(named);
  const findRegion = (): string | Promise<string> =>
    (region ??= import('#configuredRegion')
      .then(({ configuredRegion }) => configuredRegion(options.profile))
      .then(
        (found) =>
          (region = checkedRegion(found ?? (custom === undefined ? undefined : customRegion))),
      ));
  let endpoint: string | Promise<string> | undefined = custom;
  const findEndpoint = (): string | Promise<string> =>
    (endpoint ??= Promise.resolve(findRegion())
      .then((found) => regionalEndpoint(found, options))
      .then((found) => (endpoint = found)));

  const { methods, raw } = createEngine<paths, operations>({
    table,
    classes: errors,
    baseUrl: findEndpoint,
    authentication: new SignatureAuthentication(
      createSigner(),
      new CredentialSource(options.credentials, options.profile),
      findRegion,
    ),
    requestIdHeaders: ['x-amzn-requestid', 'x-amz-request-id'],
    options,
    schemas: async () => (await import('./generated/responseSchemas.ts')).responseSchemas,
  });
  return { ...methods, raw };
};
