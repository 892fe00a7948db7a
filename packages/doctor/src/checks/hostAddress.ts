import { BlockList, isIPv4, isIPv6 } from 'node:net';
import { defineCheck } from '../signInCheck.ts';

/** Loopback, networks of one's own, link-local, and what providers of connections share (RFC 6890). */
const privateNetworks = new BlockList();
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
] as const)
  privateNetworks.addSubnet(network, prefix, 'ipv4');
for (const [network, prefix] of [
  ['::', 127],
  ['fc00::', 7],
  ['fe80::', 10],
] as const)
  privateNetworks.addSubnet(network, prefix, 'ipv6');

/** Whether only computers of the same network reach an address. */
export function isPrivate(address: string): boolean {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '');
  if (isIPv4(plain)) return privateNetworks.check(plain, 'ipv4');
  return isIPv6(plain) && privateNetworks.check(plain, 'ipv6');
}

/** Whether the provider is where a service elsewhere can reach it. */
export const hostAddress = defineCheck({
  symptom: 'The service does not reach the provider, though a browser does',
  looksAt:
    'whether the host has a public address: others are reached from the same network only, where the service may be itself',
  problems: { privateAddress: 'warning' },
  judge: ({ addresses, serviceAddresses, issuer, serviceTest }) => {
    if (typeof addresses === 'string') return { unchecked: addresses };
    const found = addresses.filter(isPrivate);
    if (found.length === 0 || serviceTest?.reached === true)
      return { passed: `The host has the address ${addresses.join(', ')}.` };
    if (serviceAddresses.length > 0 && serviceAddresses.every(isPrivate))
      return {
        passed: `The host has the address ${addresses.join(', ')}, and the service is in a private network too.`,
      };
    const { hostname } = new URL(issuer);
    return {
      problems: [
        {
          code: 'privateAddress',
          what: `${hostname} is at ${found.join(', ')}, which only computers of the same network reach.`,
          where: 'the address that was given',
          action:
            'See to it that the service is in that network, or give the provider an address that it reaches; from here this cannot be tried.',
        },
      ],
    };
  },
});
