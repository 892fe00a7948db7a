import { signedFetch } from '@oidc-admin/reference-servers/testing/signedFetch.ts';
import published from './malformedRequests.json' with { type: 'json' };

/** A request that breaks the protocol, and what the published test says of the response. */
type MalformedCase = (typeof published.cases)[number];
export const malformedCases: readonly MalformedCase[] = published.cases;

/** Sends the request of a case to a server of the Wickr operations; answers the status and the error's name. */
export async function sendMalformed(
  { request }: MalformedCase,
  origin: string,
): Promise<{ readonly status: number; readonly error: string | undefined }> {
  const { networkId = '12345678', operation, mediaType, accept, body } = request;
  const response = await signedFetch({
    method: 'POST',
    url: `${origin}/networks/${networkId}/oidc/${operation}`,
    headers: {
      ...(mediaType === null ? {} : { 'content-type': mediaType }),
      ...(accept === undefined ? {} : { accept }),
    },
    body,
  });
  await response.arrayBuffer();
  return {
    status: response.status,
    error: response.headers.get('x-amzn-errortype')?.split(':')[0],
  };
}
