import type { CurlSignIn } from '@oidc-admin/client';
import { signingName } from './signatureAuthentication.ts';

/** The names of the variables that hold somebody's keys; `token` of temporary ones. */
export interface KeyVariables {
  readonly key: string;
  readonly secret: string;
  readonly token?: string;
}

/**
 * How a line for bash has curl sign a request: the keys come from the environment through a file that is no file, and
 * are never an argument of a process. curl signs query strings rightly only where they are sorted.
 */
export function curlSignIn(region: string, { key, secret, token }: KeyVariables): CurlSignIn {
  const withToken =
    token === undefined
      ? ''
      : ` [ -z "$${token}" ] || printf 'header = "x-amz-security-token: %s"\\n' "$${token}"`;
  return {
    words: [
      `--aws-sigv4 aws:amz:${region}:${signingName}`,
      `-K <(printf 'user = "%s:%s"\\n' "$${key}" "$${secret}";${withToken})`,
    ].join(' '),
  };
}
