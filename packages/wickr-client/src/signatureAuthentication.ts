import type { Authentication, OutgoingRequest, ReceivedResponse } from '@oidc-admin/client';
import type { CredentialSource } from './credentials.ts';
import { signRequest } from './signer.ts';

/** The name under which the service's requests are signed. */
export const signingName = 'wickr';

/** Servers refuse a signature that is 5 minutes off; a clock is corrected a little before. */
const tolerableSkewMs = 4 * 60_000;

/** Signed headers are those that no proxy may change, and that nothing else adds. */
function isSigned(name: string): boolean {
  return name === 'content-type' || name === 'host' || name.startsWith('x-amz-');
}

/** Signs every request of a client, with the server's time where the own clock is wrong. */
export class SignatureAuthentication implements Authentication {
  readonly #credentials: CredentialSource;
  readonly #region: () => string | Promise<string>;
  /** How far the server's clock is ahead of ours, in milliseconds. */
  #skewMs = 0;

  constructor(credentials: CredentialSource, region: () => string | Promise<string>) {
    this.#credentials = credentials;
    this.#region = region;
  }

  async authorize(
    { method, url, headers, body }: OutgoingRequest,
    { signal }: Parameters<Authentication['authorize']>[1],
  ): Promise<readonly string[]> {
    const credentials = await this.#credentials.get(signal);
    const region = await this.#region();
    const signed = Object.fromEntries(Object.entries(headers).filter(([name]) => isSigned(name)));
    const date = new Date(Date.now() + this.#skewMs);
    const added = await signRequest(
      { method, url, headers: signed, body },
      { credentials, region, service: signingName, date },
    );
    Object.assign(headers, added);
    const { secretAccessKey, sessionToken } = credentials;
    const signature = added['authorization']?.replace(/^.*Signature=/, '') ?? '';
    return [secretAccessKey, signature, ...(sessionToken === undefined ? [] : [sessionToken])];
  }

  refused(response: ReceivedResponse): boolean {
    const serverTime = Date.parse(response.headers.get('date') ?? '');
    const skewMs = serverTime - Date.now();
    if (Math.abs(skewMs - this.#skewMs) > tolerableSkewMs) {
      this.#skewMs = skewMs;
      return true;
    }
    const name = `${response.headers.get('x-amzn-errortype') ?? ''} ${response.text}`;
    return name.includes('ExpiredToken') && this.#credentials.drop();
  }
}
