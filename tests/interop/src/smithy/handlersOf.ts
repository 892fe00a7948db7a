import type { GeneratedErrors, GeneratedServerOptions } from './generatedServer.ts';

/** An operation's input, read and checked by the generated code. */
interface Save {
  readonly networkId: string;
  readonly companyId: string;
  readonly issuer: string;
  readonly scopes: string;
  readonly customUsername?: string;
  readonly extraAuthParams?: string;
  readonly secret?: string;
  readonly ssoTokenBufferMinutes?: number;
  readonly userId?: string;
}
type Test = Pick<Save, 'networkId' | 'issuer' | 'scopes'>;
interface Info {
  readonly networkId: string;
  readonly code?: string;
  readonly grantType?: string;
}

/** The three operations, with memory: all that the generator leaves to its users. */
export function handlersOf(
  { BadRequestError, ResourceNotFoundError }: GeneratedErrors,
  { networks, region }: Pick<GeneratedServerOptions, 'networks' | 'region'>,
): object {
  const saved = new Map<string, Omit<Save, 'networkId'>>();
  const known = (networkId: string): void => {
    if (!networks.includes(networkId))
      throw new ResourceNotFoundError({ message: 'Network not found' });
  };
  return {
    async RegisterOidcConfig({ networkId, ...config }: Save): Promise<object> {
      known(networkId);
      if (config.companyId === '') throw new BadRequestError({ message: 'Company ID is required' });
      if (!config.companyId.startsWith(`${region}-`))
        throw new BadRequestError({ message: 'Invalid companyId' });
      saved.set(networkId, config);
      return config;
    },
    async RegisterOidcConfigTest({ networkId, issuer, scopes }: Test): Promise<object> {
      known(networkId);
      if (issuer === '') throw new BadRequestError({ message: 'issuer is a required field' });
      if (!URL.canParse(issuer) || new URL(issuer).hostname.endsWith('.invalid'))
        throw new BadRequestError({ message: 'issuer contains an invalid endpoint' });
      return { issuer, scopesSupported: scopes.split(' '), microsoftMultiRefreshToken: false };
    },
    async GetOidcInfo({ networkId, code, grantType }: Info): Promise<object> {
      known(networkId);
      const tokens = { accessToken: 'generated', tokenType: 'Bearer', expiresIn: 3600 };
      return {
        openidConnectInfo: saved.get(networkId),
        tokenInfo: code === undefined || grantType === undefined ? undefined : tokens,
      };
    },
  };
}
