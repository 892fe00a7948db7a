import { checkedBaseUrl, ConfigurationError } from '@oidc-admin/client';

/** Where the service is. */
export interface EndpointOptions {
  /** Left out: `AWS_REGION`, `AWS_DEFAULT_REGION`, then the profile's. */
  readonly region?: string | undefined;
  /** Endpoints with FIPS-validated cryptography; default false. */
  readonly useFips?: boolean | undefined;
  /** Endpoints that are reached by IPv6 too; default false. */
  readonly useDualstack?: boolean | undefined;
  /** A URL that is used as given; goes with neither of the two. */
  readonly endpoint?: string | undefined;
}

/** A region is part of a host name. */
const hostLabel = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/i;

/** Names the region where the service's own endpoint needs one. A `ConfigurationError` where there is none. */
export function checkedRegion(region: string | undefined): string {
  if (region === undefined || region === '')
    throw new ConfigurationError({
      message:
        "No region: give 'region' or 'endpoint'; the environment and the shared files name none",
    });
  if (!hostLabel.test(region))
    throw new ConfigurationError({
      message: `'region' is '${region}', which no host name can hold`,
    });
  return region;
}

/** Checks a custom endpoint and what it does not go with. None where there is no custom endpoint. */
export function customEndpoint({
  endpoint,
  useFips,
  useDualstack,
}: EndpointOptions): string | undefined {
  if (endpoint === undefined) return undefined;
  if (useFips)
    throw new ConfigurationError({
      message: "'useFips' and a custom 'endpoint' do not go together",
    });
  if (useDualstack)
    throw new ConfigurationError({
      message: "'useDualstack' and a custom 'endpoint' do not go together",
    });
  return checkedBaseUrl('endpoint', endpoint);
}

/** The service's own endpoint in a region; the partition's suffixes come from AWS's own data. */
export async function regionalEndpoint(
  region: string,
  { useFips = false, useDualstack = false }: EndpointOptions,
): Promise<string> {
  // Loaded here, as most of what it loads has to do with other things.
  const { partition } = await import('@aws-sdk/util-endpoints');
  const { name, dnsSuffix, dualStackDnsSuffix, supportsFIPS, supportsDualStack } =
    partition(region);
  if (useFips && !supportsFIPS)
    throw new ConfigurationError({ message: `The partition ${name} has no FIPS endpoints` });
  if (useDualstack && !supportsDualStack)
    throw new ConfigurationError({ message: `The partition ${name} has no dual-stack endpoints` });
  return `https://admin.wickr${useFips ? '-fips' : ''}.${region}.${useDualstack ? dualStackDnsSuffix : dnsSuffix}`;
}
