import type { MockReply } from '@oidc-admin/mock';
import type { FaultHooks } from '@oidc-admin/mock/faults';
import { outsidersIn, type Outsider } from './outsider.ts';

const chunked = 'RFC 9112, 7.1: a server must be able to read chunked bodies';
const expectation =
  'RFC 9110, 10.1.1: 100-continue is answered with 100 or with the final status of the request';
const mediaType =
  'RFC 9110, 8.3.1: type, subtype and charset are read without regard to letter case, values may be quoted';
const sameBody = 'pvwa.md, readings: with charset=utf-8 it is the same';
const head = 'RFC 9110, 9.3.2: HEAD is GET without content';

/** A server that finds no body where the length is not told in advance. */
const blindToChunks: FaultHooks = {
  request: (request, { received }) =>
    received.headers['transfer-encoding']?.toLowerCase() === 'chunked'
      ? { ...request, body: { kind: 'none' } }
      : request,
};

/** Refuses media types by how they are written. */
function refusingMediaType(isWrong: (contentType: string) => boolean): FaultHooks {
  return {
    request: (request, { received }) => {
      const contentType = received.headers['content-type'];
      return contentType !== undefined && isWrong(contentType)
        ? { ...request, mediaType: 'application/octet-stream' }
        : request;
    },
  };
}

/** Answers HEAD otherwise than GET. */
function onHead(change: (reply: MockReply) => MockReply): FaultHooks {
  return { reply: (reply, { method }) => (method === 'HEAD' ? change(reply) : reply) };
}

/** Servers that know HTTP only as one client sends it. */
export const httpOutsiders: readonly Outsider[] = [
  ...outsidersIn('pvwa', 'http', {
    addProvider: [
      {
        name: 'chunks-not-read',
        says: 'A chunked body counts as empty, as only Content-Length is looked at.',
        authority: 'documented',
        fact: chunked,
        breaks: ['addProvider.minimal'],
        hooks: blindToChunks,
      },
    ],
    logon: [
      {
        name: 'chunks-not-read',
        says: 'A log-on whose body is chunked is refused as empty.',
        authority: 'documented',
        fact: chunked,
        breaks: ['logon.signIn'],
        hooks: blindToChunks,
      },
    ],
    updateProvider: [
      {
        name: 'expectation-fails',
        says: 'A request with Expect: 100-continue is refused with 417.',
        authority: 'documented',
        fact: expectation,
        breaks: ['updateProvider.minimal'],
        unseen:
          'RFC 9110, 15.5.18, lets a server say 417; the client then sends the request without Expect.',
        hooks: {
          decide: (decision, context) =>
            context.received.headers['expect'] === undefined
              ? decision
              : context.refuse(417, 'The expectation cannot be met.'),
        },
      },
    ],
    addAuthenticationMethod: [
      {
        name: 'charset-in-capitals-refused',
        says: 'The media type is compared as text with charset=utf-8, so that charset=UTF-8 is refused.',
        authority: 'documented',
        fact: `${mediaType}; ${sameBody}`,
        breaks: ['addAuthenticationMethod.charset'],
        hooks: refusingMediaType((contentType) => /charset=UTF-8/.test(contentType)),
      },
    ],
    updateAuthenticationMethod: [
      {
        name: 'quoted-charset-refused',
        says: 'A charset in quotation marks is refused as unknown.',
        authority: 'documented',
        fact: `${mediaType}; ${sameBody}`,
        breaks: ['updateAuthenticationMethod.charset'],
        hooks: refusingMediaType((contentType) => contentType.includes('"')),
      },
    ],
    deleteAuthenticationMethod: [
      {
        name: 'media-type-without-body-refused',
        says: 'A delete that names a media type, as many clients do with every request, is refused for its empty JSON.',
        authority: 'documented',
        fact: 'pvwa.md, Authentication methods: delete answers 204; RFC 9110, 8.3: Content-Type says nothing of a body that is not there',
        breaks: ['deleteAuthenticationMethod.204.status'],
        hooks: {
          decide: (decision, context) =>
            decision.status === 204 && context.received.headers['content-type'] !== undefined
              ? context.refuse(400, 'The body is no JSON.')
              : decision,
        },
      },
    ],
    listProviders: [
      {
        name: 'head-tells-length-zero',
        says: 'HEAD is answered with Content-Length 0, where GET has a body.',
        authority: 'documented',
        fact: 'RFC 9110, 8.6: Content-Length of HEAD is that of GET or left out',
        breaks: ['listProviders.200.status'],
        hooks: onHead((reply) => ({ ...reply, body: new Uint8Array(0) })),
      },
    ],
    getProvider: [
      {
        name: 'head-without-session',
        says: 'HEAD needs no session, as only the methods of the table are guarded.',
        authority: 'documented',
        fact: `pvwa.md, Server: 401 unauthorized (no or expired session); ${head}`,
        breaks: ['getProvider.none.security'],
        hooks: {
          caller: (caller, { received }) =>
            received.method === 'HEAD' ? { kind: 'signed', role: 'vaultAdmin' } : caller,
        },
      },
    ],
    getAuthenticationMethod: [
      {
        name: 'head-finds-all',
        says: 'HEAD of an unknown id is answered with 200, as nothing is looked up without a body.',
        authority: 'documented',
        fact: `pvwa.md, Server: 404 not found; ${head}`,
        breaks: ['getAuthenticationMethod.path.id.existence'],
        hooks: onHead((reply) => (reply.status === 404 ? { ...reply, status: 200 } : reply)),
      },
    ],
    logoff: [
      {
        name: 'head-logs-off',
        says: 'HEAD runs the handler of POST, so that it ends the session instead of being refused with 405.',
        authority: 'documented',
        fact: 'pvwa.md, readings: a method that the path does not have: 405; RFC 9110, 9.2.1: HEAD is safe',
        breaks: ['logoff.method'],
        everywhere: true,
        hooks: {
          receive: (received) =>
            received.method === 'HEAD' && /\/auth\/logoff\/?$/i.test(received.target)
              ? { ...received, method: 'POST' }
              : received,
        },
      },
    ],
  }),
  ...outsidersIn('wickr', 'http', {
    registerOidcConfig: [
      {
        name: 'capitals-refused',
        says: 'Application/JSON is refused with 415, as the media type is compared as text.',
        authority: 'documented',
        fact: mediaType,
        breaks: ['registerOidcConfig.minimal'],
        unseen: "AWS's own generator of servers compares so as well.",
        hooks: refusingMediaType((contentType) => !contentType.startsWith('application/json')),
      },
    ],
    registerOidcConfigTest: [
      {
        name: 'beginning-of-media-type',
        says: 'A media type that only begins like the right one, such as application/json-seq, is taken (startsWith).',
        authority: 'documented',
        fact: 'wickr.md, The protocol beneath: a wrong media type gives 415',
        breaks: ['registerOidcConfigTest.mediaType'],
        hooks: {
          request: (request) =>
            request.mediaType?.startsWith('application/json') === true
              ? { ...request, mediaType: 'application/json' }
              : request,
        },
      },
    ],
    getOidcInfo: [
      {
        name: 'head-refused',
        says: 'HEAD is refused with 405, where GET is answered.',
        authority: 'documented',
        fact: `RFC 9110, 9.1: a server must support GET and HEAD; ${head}`,
        breaks: ['getOidcInfo.200.status'],
        unseen:
          'The model of the service names GET alone; a server that knows no HEAD for it may say so (405 or 501).',
        hooks: onHead((reply) => ({ ...reply, status: 405 })),
      },
    ],
  }),
];
