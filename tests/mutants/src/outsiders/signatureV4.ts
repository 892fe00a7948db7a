import { createHash, createHmac } from 'node:crypto';

/** A request as it is signed: names of headers in lower case, the target with its query. */
export interface SignableRequest {
  readonly method: string;
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Day, region, service and the closing word, with slashes between them. */
type Scope = string;

/** The parts of an `Authorization` header that a mistaken verifier looks at; undefined where it has another form. */
export function signatureIn(
  headers: Readonly<Record<string, string>>,
):
  | { readonly scope: Scope; readonly names: readonly string[]; readonly signature: string }
  | undefined {
  const form = /Credential=[^/]+\/([^,\s]+),\s*SignedHeaders=([^,\s]+),\s*Signature=([0-9a-f]*)$/;
  const found = form.exec(headers['authorization'] ?? '');
  if (found === null) return undefined;
  const [, scope = '', names = '', signature = ''] = found;
  return { scope, names: names.split(';'), signature };
}

/**
 * The signature of a request (Signature Version 4) over the named headers. `payload` is what stands for the body: usually
 * its hash. Source: AWS, "Create a signed AWS API request".
 */
export function signatureOver(
  { method, target, headers }: SignableRequest,
  {
    scope,
    names,
    payload,
    secret,
  }: {
    readonly scope: Scope;
    readonly names: readonly string[];
    readonly payload: string;
    readonly secret: string;
  },
): string {
  const [path = '', query = ''] = target.split('?');
  const canonical = [
    method,
    path.split('/').map(encodeURIComponent).join('/'),
    query.split('&').filter(Boolean).map(writtenAnew).toSorted().join('&'),
    ...names.map((name) => `${name}:${(headers[name] ?? '').trim()}`),
    '',
    names.join(';'),
    payload,
  ].join('\n');
  const text = ['AWS4-HMAC-SHA256', headers['x-amz-date'], scope, hashOf(canonical)].join('\n');
  let key: string | Buffer = `AWS4${secret}`;
  for (const part of [...scope.split('/'), text])
    key = createHmac('sha256', key).update(part).digest();
  return (key as Buffer).toString('hex');
}

/** SHA-256 in hexadecimal digits. */
export function hashOf(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}

function writtenAnew(pair: string): string {
  const [name = '', value = ''] = pair.split('=').map(decodeURIComponent);
  return `${encodeURIComponent(name)}=${encodeURIComponent(value)}`;
}
