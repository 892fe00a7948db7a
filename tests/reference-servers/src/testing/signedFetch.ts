import aws4 from 'aws4';

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
};

/** Signs a request for the tests of the servers, with Signature Version 4. */
export function signedHeaders(input: SigningInput): Record<string, string> {
  const { host, pathname, search } = new URL(input.url);
  const date = new Date(input.time ?? Date.now()).toISOString().replaceAll(/\.\d+|[-:]/g, '');
  const request = {
    method: input.method,
    path: pathname + search,
    headers: { ...input.headers, host, 'x-amz-date': date },
    body: input.body ?? '',
    region: input.region ?? 'us-east-1',
    service: input.service ?? 'wickr',
    // aws4 gives a body without a media type one of its own.
    extraHeadersToIgnore: {
      'content-length': true,
      ...(input.headers?.['content-type'] === undefined ? { 'content-type': true } : {}),
    },
  };
  const signed = aws4.sign(request, {
    accessKeyId: input.accessKeyId ?? 'AKIDEXAMPLE',
    secretAccessKey: input.secretAccessKey ?? 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
  });
  return {
    ...input.headers,
    'x-amz-date': date,
    authorization: String(signed.headers?.['Authorization']),
  };
}

/** Signs and sends. */
export async function signedFetch(input: SigningInput): Promise<Response> {
  return fetch(input.url, {
    method: input.method,
    headers: signedHeaders(input),
    // As bytes: fetch would add a media type of its own to a text.
    ...(input.body === undefined ? {} : { body: Buffer.from(input.body) }),
  });
}
