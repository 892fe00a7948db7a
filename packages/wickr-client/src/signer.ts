import type * as NodeCrypto from 'node:crypto';
import { canonicalRequest, type SignableRequest } from './canonicalRequest.ts';
import type { AwsCredentials } from './credentials.ts';
import { nodeCrypto, nodeSigning } from './nodeSigning.ts';
import { webSigning } from './webSigning.ts';

/** What a signature is bound to beside the request. */
export interface SigningScope {
  readonly credentials: AwsCredentials;
  readonly region: string;
  readonly service: string;
  readonly date: Date;
}

/** The headers that a signature adds; names in lower case. */
export type SignatureHeaders = Readonly<Record<string, string>>;

/** Signs requests; at once on Node, with a promise in a browser. */
export type Signer = (
  request: SignableRequest,
  scope: SigningScope,
) => SignatureHeaders | Promise<SignatureHeaders>;

const algorithm = 'AWS4-HMAC-SHA256';
const emptyHash = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

/** `20150830T123600Z` */
const timestampOf = (date: Date): string => date.toISOString().replace(/[-:]|\.\d{3}/g, '');

/** Keeps the key last derived: it changes once a day, or with the credentials. */
const cached = <Key>(derive: (secret: string, parts: readonly string[]) => Key) => {
  let last: { readonly secret: string; readonly scope: string; readonly key: Key } | undefined;
  return (secret: string, scope: string): Key => {
    if (last?.secret !== secret || last.scope !== scope)
      last = { secret, scope, key: derive(secret, scope.split('/')) };
    return last.key;
  };
};

const prepare = (
  request: SignableRequest,
  { credentials, region, service, date }: SigningScope,
) => {
  const timestamp = timestampOf(date);
  const scope = `${timestamp.slice(0, 8)}/${region}/${service}/aws4_request`;
  const added: Record<string, string> = { 'x-amz-date': timestamp };
  if (credentials.sessionToken !== undefined)
    added['x-amz-security-token'] = credentials.sessionToken;
  const { head, signedHeaders } = canonicalRequest({
    ...request,
    headers: { ...request.headers, ...added },
  });
  return {
    scope,
    head,
    textToSign: (canonicalHash: string): string =>
      `${algorithm}\n${timestamp}\n${scope}\n${canonicalHash}`,
    finish: (signature: string): SignatureHeaders => ({
      ...added,
      authorization: `${algorithm} Credential=${credentials.accessKeyId}/${scope}, SignedHeaders=${signedHeaders}, Signature=${signature}`,
    }),
  };
};

const isEmpty = (body: string | Uint8Array | undefined): body is undefined | '' =>
  body === undefined || body.length === 0;

const createNodeSigner = (crypto: typeof NodeCrypto): Signer => {
  const { hash, sign, deriveKey } = nodeSigning(crypto);
  const keyOf = cached(deriveKey);
  return (request, scope) => {
    const { body } = request;
    const prepared = prepare(request, scope);
    const canonicalHash = hash(prepared.head + (isEmpty(body) ? emptyHash : hash(body)));
    const key = keyOf(scope.credentials.secretAccessKey, prepared.scope);
    return prepared.finish(sign(key, prepared.textToSign(canonicalHash)));
  };
};

/** Signs with WebCrypto alone. */
export const createWebSigner = (): Signer => {
  const { hash, sign, deriveKey } = webSigning;
  const keyOf = cached(deriveKey);
  return async (request, scope) => {
    const { body } = request;
    const prepared = prepare(request, scope);
    const bodyHash = isEmpty(body) ? emptyHash : await hash(body);
    const canonicalHash = await hash(prepared.head + bodyHash);
    const key = await keyOf(scope.credentials.secretAccessKey, prepared.scope);
    return prepared.finish(await sign(key, prepared.textToSign(canonicalHash)));
  };
};

/**
 * Makes a signer for AWS Signature Version 4. It keeps the derived key.
 * Source: "Create a signed AWS API request" in the IAM user guide.
 */
export const createSigner = (): Signer => {
  const crypto = nodeCrypto();
  return crypto === undefined ? createWebSigner() : createNodeSigner(crypto);
};
