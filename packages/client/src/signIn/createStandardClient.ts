import type { OperationTable } from '@oidc-admin/contract';
import { checkedBaseUrl } from '../baseUrl.ts';
import { chooseFetch } from '../chooseFetch.ts';
import { type ApiClientSettings, createApiClient, type RawClient } from '../createApiClient.ts';
import type { ClientOptions } from '../options.ts';
import type { InputsOf, Methods } from '../types.ts';
import type { Credentials } from './credentials.ts';
import { StandardAuthentication } from './standardAuthentication.ts';

/** Where a server is and who calls it, for an API that has no package of its own for that. */
export interface StandardClientOptions extends ClientOptions, Credentials {
  /** The server, with the base path or without. */
  readonly url: string;
  /** Kind `oauth2`: in place of the token endpoint of the specification, a URL or a path of the server. */
  readonly tokenUrl?: string | undefined;
  /** Kind `oauth2`: the scopes to ask for, with spaces between. */
  readonly scope?: string | undefined;
}

/** A client: one method per operation, and the raw client by path, method and status. */
export type StandardClient<
  Paths extends object,
  Operations,
  Inputs extends Record<keyof Operations, unknown> = InputsOf<Operations>,
> = Methods<Operations, Inputs> & {
  readonly raw: RawClient<Paths>;
};

/** Makes a client of an API whose security schemes OpenAPI has words for. A wrong configuration throws here. */
export function createStandardClient<Paths extends object, Operations>(
  parts: Pick<ApiClientSettings, 'classes' | 'schemas'> & { readonly table: OperationTable },
  options: StandardClientOptions,
): StandardClient<Paths, Operations> {
  const { table } = parts;
  const { url, token, username, password, apiKey, clientId, clientSecret, tokenUrl, scope } =
    options;
  const base = checkedBaseUrl('url', url, table.basePath);
  const baseUrl = (): string => base;
  const { methods, raw } = createApiClient<Paths, Operations>({
    ...parts,
    baseUrl,
    authentication: new StandardAuthentication({
      table,
      credentials: { token, username, password, apiKey, clientId, clientSecret },
      baseUrl,
      tokenUrl,
      scope,
      fetch: chooseFetch(options),
    }),
    options,
  });
  return { ...methods, raw };
}
