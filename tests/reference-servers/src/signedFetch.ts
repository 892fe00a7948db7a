import { createHash, createHmac } from 'node:crypto';

export type SigningInput = {
  method: string;
  url: string;
  body?: string;
  headers?: Record<string, string>;
  accessKeyId?: string;
  secretAccessKey?: string;
  region?: string;
  service?: string;
  /** Milliseconds since 1970; now where left out. */
  time?: number;
  /** Signed beside `host` and `x-amz-date`; taking one of these out is a fault to test. */
  signedHeaders?: string[];
};

/**
 * Signs a request for the tests of the servers, with Signature Version 4. It is written apart from the verification and only
 * for paths and query strings that are in canonical form already.
 */
export function signedHeaders(input: SigningInput): Record<string, string> {
  const url = new URL(input.url);
  const date = new Date(input.time ?? Date.now()).toISOString().replace(/\.\d+|[-:]/g, '');
  const scope = [
    date.slice(0, 8),
    input.region ?? 'us-east-1',
    input.service ?? 'wickr',
    'aws4_request',
  ];
  const all: Record<string, string> = { ...input.headers, host: url.host, 'x-amz-date': date };
  const names = (input.signedHeaders ?? Object.keys(all)).toSorted();
  const hash = (text: string): string => createHash('sha256').update(text).digest('hex');
  const request = [
    input.method,
    url.pathname.replaceAll('%', '%25'),
    url.search.slice(1),
    ...names.map((name) => `${name}:${all[name] ?? ''}`),
    '',
    names.join(';'),
    hash(input.body ?? ''),
  ].join('\n');
  const toSign = ['AWS4-HMAC-SHA256', date, scope.join('/'), hash(request)].join('\n');
  let key: Buffer = Buffer.from(
    `AWS4${input.secretAccessKey ?? 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY'}`,
  );
  for (const part of [...scope, toSign]) key = createHmac('sha256', key).update(part).digest();
  const credential = [input.accessKeyId ?? 'AKIDEXAMPLE', ...scope].join('/');
  const authorization = `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=${names.join(';')}, Signature=${key.toString('hex')}`;
  return { ...input.headers, 'x-amz-date': date, authorization };
}

/** Signs and sends. */
export async function signedFetch(input: SigningInput): Promise<Response> {
  return fetch(input.url, {
    method: input.method,
    headers: signedHeaders(input),
    ...(input.body === undefined ? {} : { body: input.body }),
  });
}
