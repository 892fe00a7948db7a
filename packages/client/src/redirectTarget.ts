/** Stands for the address of the server, where a redirect names only a path. */
const sameServer = 'http://same-server.invalid';

/** Where a `location` leads, without its query and without a password, as either may be a secret; empty where it leads nowhere. */
export function redirectTarget(given: string): string {
  if (given === '' || !URL.canParse(given, sameServer)) return '';
  const { origin, protocol, host, pathname, search } = new URL(given, sameServer);
  const where = origin === 'null' ? `${protocol}//${host}` : origin.replace(sameServer, '');
  return `${where}${pathname}${search === '' ? '' : '?…'}`;
}
