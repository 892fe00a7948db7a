import { type Behaviour, type Behaviours, response } from '../behaviour.ts';

const json = 'content-type: application/json';

function quotes(what: string, words: string, headers: readonly string[] = []): Behaviour {
  return {
    what: `quotes ${what}`,
    steps: [
      {
        send: response(
          `{"ErrorCode":"X","ErrorMessage":"see ${words} ."}`,
          [json, ...headers],
          '500 Internal Server Error',
        ),
      },
      'end',
    ],
    call: 'refused',
    run: ['violations'],
  };
}

/** What a server may give away again: `{token}` is the last word of the header that proves who asks. */
export const secrets: Behaviours = {
  token: quotes('the token', '{token}'),
  'token-in-upper-case': quotes('the token in upper case', '{tokenUpper}'),
  'token-in-lower-case': quotes('the token in lower case', '{tokenLower}'),
  'token-in-base64': quotes('the token in Base64', '{tokenBase64}'),
  'token-within-base64': quotes('the token within more that is in Base64', '{tokenInBase64}'),
  'token-in-a-url': quotes('the token as it stands in a URL', '{tokenUrl}'),
  'token-in-hexadecimal': quotes('the token in hexadecimal', '{tokenHex}'),
  'whole-header': quotes('the whole header', '{header}'),
  'token-in-a-header': quotes('the token in a header', 'nothing', ['x-debug: {token}']),
  'token-in-a-challenge': quotes('the token in a challenge', 'nothing', [
    'www-authenticate: Bearer error="{token}"',
  ]),
  'token-in-a-cookie': quotes('the token in a cookie', 'nothing', ['set-cookie: seen={token}']),
  'token-as-a-language': quotes('the token as a language', 'nothing', [
    'content-language: {token}',
  ]),
  'token-as-a-name': {
    what: 'quotes the token as the name of a property',
    steps: [
      { send: response('{"{token}":"{token}"}', [json], '500 Internal Server Error') },
      'end',
    ],
    call: 'refused',
    run: ['violations'],
  },
  'token-in-a-page': {
    what: 'quotes the token in a page',
    steps: [
      {
        send: response(
          '<p>{token}</p><a href="/?t={tokenUrl}">',
          ['content-type: text/html'],
          '500 Oh',
        ),
      },
      'end',
    ],
    call: 'unusable',
    run: ['violations'],
  },
  'token-in-a-success': {
    what: 'quotes the token in a success',
    steps: [{ send: response('{"Providers":[],"{token}":"{tokenBase64}"}') }, 'end'],
    call: 'done',
    run: ['violations'],
  },
  'token-cut-off': {
    what: 'quotes the token and breaks off',
    steps: [
      { send: response('{"ErrorMessage":"{token}', [json], '500 Internal Server Error') },
      'end',
    ],
    call: 'unusable',
    run: ['violations'],
  },
};
