import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import published from './fixtures/endpointCases.json' with { type: 'json' };
import { createWickrClient, type WickrClientOptions } from './index.ts';

/** Where a client sends its requests, or how its configuration fails. */
async function hostOf(options: WickrClientOptions): Promise<string> {
  let sent = '';
  const client = createWickrClient({
    credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' },
    ...options,
    fetch: async (url) => {
      sent = url;
      return Response.json({});
    },
  });
  await client.getOidcInfo({ networkId: '12345678' });
  return sent.replace('/networks/12345678/oidc', '');
}

/** Neither the environment nor shared files name a region. */
beforeEach(() => {
  vi.stubEnv('AWS_REGION', undefined);
  vi.stubEnv('AWS_DEFAULT_REGION', undefined);
  vi.stubEnv('AWS_CONFIG_FILE', '/nonexistent');
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', '/nonexistent');
});
afterEach(() => vi.unstubAllEnvs());

const messages: Readonly<Record<string, RegExp>> = {
  'Invalid Configuration: FIPS and custom endpoint are not supported': /'useFips' and a custom/,
  'Invalid Configuration: Dualstack and custom endpoint are not supported': /'useDualstack' and a/,
  'Invalid Configuration: Missing Region': /No region/,
};

test('all published cases are there', () => {
  expect(published.cases).toHaveLength(21);
});

test.each(published.cases.filter(({ error }) => error === undefined))(
  'resolves as published: %o',
  async ({ url, ...options }) => {
    expect(await hostOf(options)).toBe(url);
  },
);

test.each(published.cases.filter(({ error }) => error !== undefined))(
  'fails as published: %o',
  async ({ error = '', ...options }) => {
    const failing = hostOf(options);
    await expect(failing).rejects.toMatchObject({ code: 'ConfigurationError' });
    await expect(failing).rejects.toThrow(messages[error]);
  },
);

// One region of each partition, as botocore 1.44.5 resolves it; .ci/run asks botocore again.
test.each([
  ['eu-central-1', 'amazonaws.com', 'api.aws'],
  ['us-gov-west-1', 'amazonaws.com', 'api.aws'],
  ['cn-northwest-1', 'amazonaws.com.cn', 'api.amazonwebservices.com.cn'],
  ['eusc-de-east-1', 'amazonaws.eu', 'api.amazonwebservices.eu'],
  ['us-iso-west-1', 'c2s.ic.gov', 'api.aws.ic.gov'],
  ['us-isob-east-1', 'sc2s.sgov.gov', 'api.aws.scloud'],
  ['eu-isoe-west-1', 'cloud.adc-e.uk', 'api.cloud-aws.adc-e.uk'],
  ['us-isof-south-1', 'csp.hci.ic.gov', 'api.aws.hci.ic.gov'],
])('%s: every kind of endpoint', async (region, suffix, dualstackSuffix) => {
  expect(await hostOf({ region })).toBe(`https://admin.wickr.${region}.${suffix}`);
  expect(await hostOf({ region, useFips: true })).toBe(
    `https://admin.wickr-fips.${region}.${suffix}`,
  );
  expect(await hostOf({ region, useDualstack: true })).toBe(
    `https://admin.wickr.${region}.${dualstackSuffix}`,
  );
  expect(await hostOf({ region, useDualstack: true, useFips: true })).toBe(
    `https://admin.wickr-fips.${region}.${dualstackSuffix}`,
  );
});

test.each(['evil.example/', 'a b', '-x', 'us-east-1.evil.example'])(
  'a region that is no host label is refused: %s',
  (region) => {
    expect(() => createWickrClient({ region })).toThrow(/'region' is/);
  },
);

test.each(['ftp://example.com', 'example.com', 'https://a:b@example.com', 'https://e.com?x=1'])(
  'a custom endpoint that is no plain http URL is refused: %s',
  (endpoint) => {
    expect(() => createWickrClient({ endpoint })).toThrow(/'endpoint'/);
  },
);
