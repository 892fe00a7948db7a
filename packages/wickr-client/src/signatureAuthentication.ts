import type { ReceivedResponse, Authentication, OutgoingRequest } from '@oidc-admin/client';
import type { AwsCredentials, CredentialSource } from './credentials.ts';
import type { Signer } from './signer.ts';

/** The name under which the service's requests are signed. */
export const signingName = 'wickr';

/** Servers refuse a signature that is 5 minutes off; a clock is corrected a little before. */
const tolerableSkewMs = 4 * 60_000;

/** Signed headers are those that nobody on the way may change, and that nobody else adds. */
const isSigned = (name: string): boolean =>
  name === 'content-type' || name === 'host' || name.startsWith('x-amz-');

/** Signs every request of a client, with the server's time where the own clock is wrong. */
export class SignatureAuthentication implements Authentication {
  readonly #sign: Signer;
  readonly #credentials: CredentialSource;
  readonly #region: () => string | Promise<string>;
  /** How far the server's clock is ahead of ours, in milliseconds. */
  #skewMs = 0;

  constructor(sign: Signer, credentials: CredentialSource, region: () => string | Promise<string>) {
    this.#sign = sign;
    this.#credentials = credentials;
    this.#region = region;
  }

  authorize(request: OutgoingRequest): readonly string[] | Promise<readonly string[]> {
    const credentials = this.#credentials.get();
    const region = this.#region();
    return credentials instanceof Promise || typeof region !== 'string'
      ? this.#authorizeLater(request, credentials, region)
      : this.#authorizeWith(request, credentials, region);
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

  async #authorizeLater(
    request: OutgoingRequest,
    credentials: AwsCredentials | Promise<AwsCredentials>,
    region: string | Promise<string>,
  ): Promise<readonly string[]> {
    return this.#authorizeWith(request, await credentials, await region);
  }

  #authorizeWith(
    request: OutgoingRequest,
    credentials: AwsCredentials,
    region: string,
  ): readonly string[] | Promise<readonly string[]> {
    const { method, url, body } = request;
    const headers: Record<string, string> = {};
    for (const name in request.headers)
      if (isSigned(name)) headers[name] = request.headers[name] ?? '';
    const signed = this.#sign(
      { method, url, headers, body },
      {
        credentials,
        region,
        service: signingName,
        date: new Date(Date.now() + this.#skewMs),
      },
    );
    const add = (added: Readonly<Record<string, string>>): readonly string[] => {
      Object.assign(request.headers, added);
      const { secretAccessKey, sessionToken } = credentials;
      const signature = added['authorization']?.replace(/^.*Signature=/, '') ?? '';
      return [secretAccessKey, signature, ...(sessionToken === undefined ? [] : [sessionToken])];
    };
    return signed instanceof Promise ? signed.then(add) : add(signed);
  }
}
