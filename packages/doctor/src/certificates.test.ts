import { expect, onTestFinished, test } from 'vitest';
import { diagnose } from './diagnose.ts';
import { networkOf } from './doctorSurroundings.ts';
import { makeCertificates, type ProviderOptions, startProvider } from './testing/startProvider.ts';

/** The only problem of a provider with such a certificate, and what could not be looked at for it. */
async function problemsWith(options: ProviderOptions, certificate?: string) {
  const provider = await startProvider(options);
  onTestFinished(() => provider[Symbol.asyncDispose]());
  const { findings, unchecked } = await diagnose(
    { address: provider.issuer, ...(certificate === undefined ? {} : { certificate }) },
    {
      surroundings: {
        ...(await networkOf({}, certificate)),
        lookup: async () => ['203.0.113.7'],
      },
    },
  );
  const problems = findings.filter(({ severity }) => severity !== 'ok');
  return { problems, unchecked: unchecked.map(({ check }) => check) };
}

test.each([
  ['an authority of its own that the server names', true, 'certificateUntrusted'],
  ['an authority that the server leaves out', false, 'certificateIncomplete'],
])(
  'a chain that ends at %s is named, and nothing that needs it is called right',
  async (_, sendsRoot, code) => {
    const certificates = await makeCertificates();
    const { problems, unchecked } = await problemsWith({ certificates, sendsRoot });
    expect(problems.map((one) => one.code)).toEqual([code]);
    expect(problems[0]?.found).toBe('127.0.0.1 ← Root of the test');
    expect(unchecked).toEqual(
      expect.arrayContaining(['discoveryDocument', 'issuer', 'keys', 'clock']),
    );
  },
);

test('with the certificate of the authority, everything else is looked at', async () => {
  const certificates = await makeCertificates();
  const { problems, unchecked } = await problemsWith({ certificates }, certificates.authority);
  expect(problems).toEqual([]);
  expect(unchecked).not.toContain('keys');
});

test('a text that is no certificate is named, and hides nothing else', async () => {
  const certificates = await makeCertificates();
  const options = { certificates, sendsRoot: true };
  const { problems } = await problemsWith(options, 'example-ca-certificate');
  expect(problems.map(({ code }) => code)).toEqual(['certificateUnreadable']);
});

test('the certificate of another host, and one of before, are named', async () => {
  const other = await makeCertificates(['idp.example']);
  const forOther = await problemsWith({ certificates: other }, other.authority);
  expect(forOther.problems.map(({ code }) => code)).toEqual(['certificateHost']);
  const old = await makeCertificates(undefined, new Date(Date.now() - 3_600_000));
  const expired = await problemsWith({ certificates: old }, old.authority);
  expect(expired.problems.map(({ code }) => code)).toEqual(['certificateExpired']);
});
