import { expect, test } from 'vitest';
import { checkedProxy, proxiesIn } from './proxies.ts';
import { proxyOf } from './proxyOf.ts';
import { isWithoutProxy } from './withoutProxy.ts';

function proxied(url: string, environment: Readonly<Record<string, string>>): string | undefined {
  return proxyOf(new URL(url), proxiesIn(environment));
}

test.each([
  ['proxy.corp:3128', 'http://proxy.corp:3128/'],
  ['proxy.corp', 'http://proxy.corp:1080/'],
  ['http://proxy.corp', 'http://proxy.corp:1080/'],
  ['http://proxy.corp:80', 'http://proxy.corp/'],
  ['https://proxy.corp', 'https://proxy.corp/'],
  ['user:p%40ss@proxy.corp:3128', 'http://user:p%40ss@proxy.corp:3128/'],
  [' 10.0.0.1:8080 ', 'http://10.0.0.1:8080/'],
  ['[::1]:8080', 'http://[::1]:8080/'],
])('the proxy %s is %s, as curl has it', (given, url) => {
  expect(checkedProxy('HTTPS_PROXY', given)).toBe(url);
});

test.each([
  ['http://hunter2:hunter2@', /^'HTTPS_PROXY' must be a host and a port, or a URL/],
  [
    'ftp://user:hunter2@proxy',
    /^'HTTPS_PROXY' must be a URL with http: or https:, and names a proxy of ftp$/,
  ],
  ['http://user:hunter2%@proxy:3128', /^'HTTPS_PROXY' has a % in its user name or password/],
  ['socks5h://hunter2@proxy', /names a proxy of socks5h$/],
  ['hunter2 hunter2', /^'HTTPS_PROXY' must be/],
])('what cannot be used is named by its variable, not shown: %s', (given, message) => {
  expect(() => checkedProxy('HTTPS_PROXY', given)).toThrow(message);
  expect(() => checkedProxy('HTTPS_PROXY', given)).not.toThrow(/hunter2/);
});

test('small letters go before capitals, ALL_PROXY is for what has no proxy of its own, and empty is none', () => {
  const both = { https_proxy: 'a:1', HTTPS_PROXY: 'b:1', ALL_PROXY: 'c:1' };
  expect(proxied('http://host', both)).toBe('http://c:1/');
  expect(proxied('https://host', both)).toBe('http://a:1/');
  const one = { HTTP_PROXY: 'a:1', NO_PROXY: 'past' };
  expect(proxied('http://host', one)).toBe('http://a:1/');
  expect(proxied('http://past', one)).toBeUndefined();
  expect(proxied('https://host', one)).toBeUndefined();
  expect(proxied('http://host', { HTTP_PROXY: '', NO_PROXY: 'past' })).toBeUndefined();
});

test('a proxy that cannot be used is refused where a request needs it, and nowhere else', () => {
  const environment = { all_proxy: 'socks5://x', HTTPS_PROXY: 'a:1', NO_PROXY: 'past' };
  expect(proxied('https://host', environment)).toBe('http://a:1/');
  expect(proxied('http://past', environment)).toBeUndefined();
  expect(() => proxied('http://host', environment)).toThrow(
    /^'all_proxy' must be .* names a proxy of socks5$/,
  );
});

test.each([
  ['https://a.corp.example/', 'corp.example', true],
  ['https://a.corp.example/', '.corp.example', true],
  ['https://a.corp.example/', '*.corp.example', true],
  ['https://A.Corp.Example./', 'corp.example', true],
  ['https://corp.example/', '.corp.example', true],
  ['https://acorp.example/', 'corp.example', false],
  ['https://a.example/', '*', true],
  ['https://a.example/', 'b.example, a.example', true],
  ['https://a.example/', 'b.example a.example', true],
  ['https://a.example/', '', false],
  ['https://a.example/', ' , ', false],
  ['https://a.example:8443/', 'a.example:8443', true],
  ['https://a.example/', 'a.example:8443', false],
  ['https://a.example/', 'a.example:443', true],
  ['https://10.1.2.3/', '10.0.0.0/8', true],
  ['https://11.1.2.3/', '10.0.0.0/8', false],
  ['https://10.1.2.3/', '10.1.2.3', true],
  ['https://10.1.2.3/', '10.1.2.3/32', true],
  ['https://10.1.2.3/', '10.0.0.0/33', false],
  ['https://10.1.2.3/', '10.0.0.0/', false],
  ['https://a.example/', '0.0.0.0/0', false],
  ['https://[fd00::1]/', 'fd00::/8', true],
  ['https://[fd00::1]/', '[fd00::1]', true],
  ['https://[fe80::1]/', 'fd00::/8', false],
])('%s with NO_PROXY=%s goes past the proxy: %s', (url, none, isPast) => {
  expect(isWithoutProxy(new URL(url), none)).toBe(isPast);
});
