import type { AlterableResponse } from '@oidc-admin/doctor/testing/start-provider';

/** Has a provider know its clients by one more secret, sent in the header, as long as an old and a new one are both valid. */
export function knowingToo(secret: string): (response: AlterableResponse) => void {
  return (response) => {
    const [, basic = ''] = response.get('authorization').split(' ');
    const given = decodeURIComponent(Buffer.from(basic, 'base64').toString());
    if (!response.path.endsWith('/token') || !given.endsWith(`:${secret}`)) return;
    // The code alone is wrong.
    response.status = 400;
    response.body = { error: 'invalid_grant' };
  };
}
