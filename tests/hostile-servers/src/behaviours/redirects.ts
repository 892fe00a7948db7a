import { type Behaviours, statusAndHeaders } from '../behaviour.ts';

function to(what: string, location: string, status = '302 Found') {
  return {
    what,
    steps: [
      { send: statusAndHeaders(status, `location: ${location}`, 'content-length: 0') },
      'end' as const,
    ],
    call: 'unusable' as const,
    run: ['violations' as const],
  };
}

/** Places where nobody should follow: `{elsewhere}` is another server, which must not get a request. */
export const redirects: Behaviours = {
  'to-itself': to('sends the request to itself', '{path}'),
  'to-another-host': to('sends the request to another host', '{elsewhere}/stolen'),
  'to-another-host-307': to(
    'sends the request to another host, body included',
    '{elsewhere}/stolen',
    '307 Temporary Redirect',
  ),
  'to-another-host-308': to(
    'sends the request to another host for good',
    '{elsewhere}/stolen',
    '308 Permanent Redirect',
  ),
  'without-a-scheme': to('leaves out the scheme', '//{elsewhereHost}/stolen', '301 Moved'),
  'to-a-file': to('sends the request to a file', 'file:///etc/passwd'),
  'to-a-script': to('sends the request to a script', 'javascript:alert(1)'),
  'with-credentials': to('names credentials', 'http://user:pass@{elsewhereHost}/'),
  'to-nowhere': to('names no place', ''),
  'to-the-internal-network': to(
    'sends the request to the address of credentials in a cloud',
    'http://169.254.169.254/latest/meta-data/',
    '303 See Other',
  ),
};
