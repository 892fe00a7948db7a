import { BlockList, isIP } from 'node:net';

/** The name or address of a URL's host, an IPv6 address without its brackets. */
function hostOf(url: URL): string {
  return url.hostname
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '')
    .toLowerCase();
}

function family(address: string): 'ipv4' | 'ipv6' {
  return isIP(address) === 6 ? 'ipv6' : 'ipv4';
}

function isInNetwork(host: string, network: string): boolean {
  const [address = '', bits = ''] = network.split('/');
  const most = isIP(address) === 6 ? 128 : 32;
  const length = Number(bits);
  if (isIP(address) === 0 || isIP(host) === 0 || !/^\d+$/.test(bits) || length > most) return false;
  const list = new BlockList();
  list.addSubnet(address, length, family(address));
  return list.check(host, family(host));
}

function isMeant(url: URL, pattern: string): boolean {
  const host = hostOf(url);
  if (pattern === '*') return true;
  if (pattern.includes('/')) return isInNetwork(host, pattern.replaceAll(/[[\]]/g, ''));
  const [, name = pattern, port] = /^(\[.*\]|[^:]*)(?::(\d+))?$/.exec(pattern) ?? [];
  const usual = url.protocol === 'https:' ? '443' : '80';
  if (port !== undefined && port !== (url.port || usual)) return false;
  const meant = name
    .replace(/^\[|\]$/g, '')
    .replace(/^\*?\./, '')
    .replace(/\.$/, '');
  if (isIP(meant) !== 0 && isIP(host) !== 0)
    return isInNetwork(host, `${meant}/${isIP(meant) === 6 ? 128 : 32}`);
  return meant !== '' && (host === meant || host.endsWith(`.${meant}`));
}

/**
 * Whether a URL is reached without a proxy, as curl reads `NO_PROXY`: names with all below them, addresses, and networks as
 * `10.0.0.0/8`, separated by commas or spaces; `*` for all.
 */
export function isWithoutProxy(url: URL, none: string): boolean {
  return none
    .toLowerCase()
    .split(/[\s,]+/)
    .some((pattern) => pattern !== '' && isMeant(url, pattern));
}
