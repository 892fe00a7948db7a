import type { CurlSignIn } from '@oidc-admin/client';
import { signingName } from './signatureAuthentication.ts';

/**
 * How a line for bash has curl sign a request: the keys come from the environment through a file that is no file, and
 * are never an argument of a process. curl signs query strings rightly only where they are sorted.
 */
export function curlSignIn(region: string): CurlSignIn {
  return {
    words: [
      `--aws-sigv4 aws:amz:${region}:${signingName}`,
      `-K <(printf 'user = "%s:%s"\\n' "$AWS_ACCESS_KEY_ID" "$AWS_SECRET_ACCESS_KEY";`,
      `[ -z "$AWS_SESSION_TOKEN" ] || printf 'header = "x-amz-security-token: %s"\\n' "$AWS_SESSION_TOKEN")`,
    ].join(' '),
  };
}
