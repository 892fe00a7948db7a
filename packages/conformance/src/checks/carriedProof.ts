import type { RawRequest } from '@oidc-admin/client';
import type { SecurityScheme } from '@oidc-admin/contract';

type Place = Pick<SecurityScheme, 'header' | 'parameter'>;

/** What a request carries at the place where a scheme has its credentials: a header, or a parameter of the query. */
export function carriedProof(
  { url, headers }: Pick<RawRequest, 'url' | 'headers'>,
  { header, parameter }: Place,
): string | undefined {
  if (parameter?.in === 'query') return new URL(url).searchParams.get(parameter.name) ?? undefined;
  const name = header.toLowerCase();
  const value = Object.entries(headers).find(([other]) => other.toLowerCase() === name)?.[1];
  if (parameter?.in !== 'cookie') return value;
  const start = `${parameter.name}=`;
  const found = value?.split(/; */).find((one) => one.startsWith(start));
  return found?.slice(start.length);
}

/** The same request with the last word of what it carries there changed: a token, a key or a signature. */
export function withChangedProof(
  request: RawRequest,
  place: Place,
  change: (proof: string) => string,
): RawRequest {
  const { header, parameter } = place;
  if (parameter?.in === 'query') {
    const url = new URL(request.url);
    url.searchParams.set(parameter.name, change(url.searchParams.get(parameter.name) ?? ''));
    return { ...request, url: url.href };
  }
  const headers = Object.entries(request.headers).map(([name, value]): [string, string] => [
    name,
    name.toLowerCase() === header.toLowerCase() ? value.replace(/[^\s=,]+=*$/, change) : value,
  ]);
  return { ...request, headers: Object.fromEntries(headers) };
}
