import type { Caller, Received } from '@oidc-admin/mock';
import { readAuthorization, readDate } from '../readAuthorization.ts';
import { administrator, verifySignature, type SignatureExpectation } from '../verifySignature.ts';

/** What a server expects that overlooks a wrong way: what the request itself says. */
const alterations: Readonly<
  Record<
    string,
    (received: Received, expected: SignatureExpectation) => Partial<SignatureExpectation>
  >
> = {
  key: ({ headers }, { keys }) => {
    const key = readAuthorization(headers['authorization'] ?? '')?.key;
    const [secret = ''] = Object.values(keys);
    return key === undefined ? {} : { keys: { [key]: secret, ...keys } };
  },
  region: ({ headers }, { region }) => ({
    region: readAuthorization(headers['authorization'] ?? '')?.region ?? region,
  }),
  service: ({ headers }, { service }) => ({
    service: readAuthorization(headers['authorization'] ?? '')?.service ?? service,
  }),
  date: ({ headers }) => ({ now: readDate(headers['x-amz-date'] ?? '') }),
};

const usualHeaders = [
  'host',
  'x-amz-date',
  'x-amz-content-sha256',
  'content-type',
  'content-length',
];

/**
 * Whether a server that overlooks a way lets in what the verifier refused. If a signature differs, it is not known what was
 * changed after it was made, so that who does not look at one thing takes other changes for that.
 */
const excuses: Readonly<Record<string, (caller: Caller, received: Received) => boolean>> = {
  none: ({ kind }) => kind === 'none',
  secret: differs,
  query: differs,
  path: differs,
  scopeDate: (caller) => isWrong(caller, 'scopeDate'),
  payloadHash: (caller) => isWrong(caller, 'payloadHash'),
  unsignedPayload: (caller) => isWrong(caller, 'unsignedPayload'),
  body: (caller, { body }) => differs(caller) && body.byteLength > 0,
  header: (caller, { headers }) =>
    (caller.kind === 'wrong' && caller.way === 'header') ||
    (differs(caller) &&
      (readAuthorization(headers['authorization'] ?? '')?.signedHeaders ?? []).some(
        (name) => !usualHeaders.includes(name),
      )),
};

function differs(caller: Caller): boolean {
  return isWrong(caller, 'secret');
}

function isWrong(caller: Caller, way: string): boolean {
  return caller.kind === 'wrong' && caller.way === way;
}

/** Checks a signature as a faulty server does, which overlooks some wrong ways. */
export async function verifyWithout(
  ways: readonly string[],
  received: Received,
  expected: SignatureExpectation,
): Promise<Caller> {
  const altered = ways.reduce(
    (before, way) => ({ ...before, ...alterations[way]?.(received, before) }),
    expected,
  );
  const caller = await verifySignature(received, altered);
  return ways.some((way) => excuses[way]?.(caller, received) === true)
    ? { kind: 'signed', role: administrator }
    : caller;
}
