import { createHash, createHmac } from 'node:crypto';

/** What a test signs with; each part can be wrong. */
export interface Signing {
  readonly key?: string;
  readonly secret?: string;
  readonly region?: string;
  readonly service?: string;
  readonly date?: Date;
}

const hash = (data: string): string => createHash('sha256').update(data).digest('hex');
const hmac = (key: string | Buffer, data: string): Buffer =>
  createHmac('sha256', key).update(data).digest();

/** Headers that sign a request whose path needs no encoding and whose query is sorted. */
export function sign(
  {
    method,
    url,
    body = '',
    headers = {},
  }: {
    readonly method: string;
    readonly url: string;
    readonly body?: string;
    readonly headers?: Readonly<Record<string, string>>;
  },
  {
    key = 'AKIDEXAMPLE',
    secret = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
    region = 'us-east-1',
    service = 'wickr',
    date = new Date(),
  }: Signing = {},
): Record<string, string> {
  const { host, pathname, search } = new URL(url);
  const time = date.toISOString().replaceAll(/[-:]|\.\d+/g, '');
  const signed: Record<string, string> = { ...headers, host, 'x-amz-date': time };
  const names = Object.keys(signed).toSorted();
  const scope = [time.slice(0, 8), region, service, 'aws4_request'];
  const request = [
    method,
    pathname,
    search.slice(1),
    ...names.map((name) => `${name}:${signed[name] ?? ''}`),
    '',
    names.join(';'),
    hash(body),
  ].join('\n');
  const text = ['AWS4-HMAC-SHA256', time, scope.join('/'), hash(request)].join('\n');
  const derived = scope.reduce<string | Buffer>((from, part) => hmac(from, part), `AWS4${secret}`);
  const signature = hmac(derived, text).toString('hex');
  return {
    ...headers,
    'x-amz-date': time,
    authorization: `AWS4-HMAC-SHA256 Credential=${key}/${scope.join('/')}, SignedHeaders=${names.join(';')}, Signature=${signature}`,
  };
}
