/** What stands behind an issuer in the address of its discovery document (OpenID Connect Discovery 1.0, section 4). */
export const wellKnown = '/.well-known/openid-configuration';

/** Whether an address is that of a discovery document; what stands behind a question mark does not matter. */
export function isDocumentAddress(address: string): boolean {
  return (address.split(/[?#]/)[0] ?? '').endsWith(wellKnown);
}

/** The issuer that an address stands for, to the character: a document's address without its end. */
export function issuerOf(address: string): string {
  if (!isDocumentAddress(address)) return address;
  return (address.split(/[?#]/)[0] ?? '').slice(0, -wellKnown.length);
}

/** Whether a URL is on this computer: what is sent there is on no line. */
export function isLoopback({ hostname }: URL): boolean {
  return /^(?:127(?:\.\d+){3}|localhost|\[::1\])$/.test(hostname);
}

/** Why an address cannot be asked; undefined where it can. Does not repeat it: it may hold a password. */
export function mistakeInAddress(address: string): string | undefined {
  if (!URL.canParse(address)) return 'is no URL: one begins with https://';
  const { protocol, username, password } = new URL(address);
  if (protocol !== 'https:' && protocol !== 'http:')
    return `has the scheme ${protocol}; possible are https: and http:`;
  return username === '' && password === ''
    ? undefined
    : 'holds a user name or a password, which anybody may read there';
}
