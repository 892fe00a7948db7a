import { ConfigurationError } from './errors.ts';

/**
 * Checks the URL of a server and answers it without a slash at the end. `basePath` is added where
 * the URL has no path of its own.
 */
export function checkedBaseUrl(name: string, given: string, basePath = ''): string {
  const refuse = (mistake: string): ConfigurationError =>
    // The URL is not repeated: it may hold a password.
    new ConfigurationError({ message: `'${name}' ${mistake}` });
  if (!URL.canParse(given)) throw refuse('is no URL; it begins with https://');
  const url = new URL(given);
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    throw refuse(`has the scheme ${url.protocol}; possible are https: and http:`);
  if (url.username !== '' || url.password !== '')
    throw refuse('must not hold a user name or password');
  if (url.search !== '' || url.hash !== '') throw refuse('must not have a query or a fragment');
  const path = url.pathname.replace(/\/+$/, '');
  return url.origin + (path === '' ? basePath : path);
}
