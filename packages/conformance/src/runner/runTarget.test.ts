import { expect, test } from 'vitest';
import { targetUrl } from './runTarget.ts';

test.each([
  ['https://vault.example.com', '/PasswordVault', 'https://vault.example.com/PasswordVault'],
  ['https://vault.example.com/', '/PasswordVault', 'https://vault.example.com/PasswordVault'],
  ['https://vault.example.com:8443/pv/', '/PasswordVault', 'https://vault.example.com:8443/pv'],
  ['http://127.0.0.1:4100', '', 'http://127.0.0.1:4100'],
  ['http://127.0.0.1:4100/?a=b#c', '', 'http://127.0.0.1:4100'],
])('%s below %j is %s', (given, basePath, url) => {
  expect(targetUrl(given, basePath)).toBe(url);
});
