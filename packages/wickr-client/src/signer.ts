import { SignatureV4, type SignatureV4CryptoInit } from '@smithy/signature-v4';
import { Sha256 } from '#sha256';

/** Keys that sign requests. */
export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Of temporary keys. */
  readonly sessionToken?: string | undefined;
  /** When they end; they are asked for again before. */
  readonly expiration?: Date | undefined;
}

/** What is signed of a request. Header names are in lower case; a repeated header's values are joined by commas. */
interface SignableRequest {
  readonly method: string;
  /** As it is sent, percent-encoded. */
  readonly url: string;
  /** All of them are signed; `host` is added where it is missing. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array | undefined;
}

/** Who signs, for which service and when. */
export interface SignatureTerms {
  readonly credentials: AwsCredentials;
  readonly region: string;
  readonly service: string;
  readonly date: Date;
}

/** The headers that a signature adds; names in lower case. */
type SignatureHeaders = Readonly<Record<string, string>>;

/** What the library takes a URL for: the path as it is sent, the query decoded. */
function partsOf(url: string) {
  const { host, hostname, protocol, searchParams } = new URL(url);
  const [, path = ''] = /^\w+:\/\/[^/?#]*([^?#]*)/.exec(url) ?? [];
  const query = Object.fromEntries(
    [...searchParams.keys()].map((name) => [name, searchParams.getAll(name)]),
  );
  return { host, hostname, protocol, path, query };
}

/** Signs a request with AWS Signature Version 4. The library keeps the derived key; a test may hand in another signer. */
export async function signRequest(
  { method, url, headers, body }: SignableRequest,
  { credentials, region, service, date }: SignatureTerms,
  Signer: typeof SignatureV4 = SignatureV4,
): Promise<SignatureHeaders> {
  const { host, ...parts } = partsOf(url);
  const { accessKeyId, secretAccessKey, sessionToken } = credentials;
  const signer = new Signer({
    credentials: { accessKeyId, secretAccessKey, ...(sessionToken ? { sessionToken } : {}) },
    region,
    service,
    sha256: Sha256 as SignatureV4CryptoInit['sha256'],
    applyChecksum: false,
  });
  const signed = await signer.sign(
    { ...parts, method, headers: { host, ...headers }, body },
    { signingDate: date },
  );
  const { 'x-amz-date': time = '', 'x-amz-security-token': token } = signed.headers;
  const { authorization = '' } = signed.headers;
  return {
    'x-amz-date': time,
    ...(token === undefined ? {} : { 'x-amz-security-token': token }),
    authorization,
  };
}
