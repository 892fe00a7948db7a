import type { SharedCall } from './listCalls.ts';
import type { WireDifference, WirePart } from './readWireParts.ts';

/** Why clients may differ in a part of a request. */
export interface ExplainedDifference {
  readonly clients: readonly string[];
  readonly api: string;
  readonly part: WirePart;
  readonly explains: (difference: WireDifference, call: SharedCall) => boolean;
  readonly reason: string;
}

const others = ['python', 'go', 'java'];

/** Every difference between what clients send that is right all the same. One that explains nothing fails the run. */
export const explainedDifferences: readonly ExplainedDifference[] = [
  {
    clients: ['ours', ...others],
    api: 'wickr',
    part: 'accept',
    explains: ({ expected, actual }) => expected === 'none' && actual === 'application/json',
    reason: 'boto3 does not say what it accepts; the service has nothing but JSON',
  },
  ...['pvwa', 'wickr'].map((api) => ({
    clients: ['java'],
    api,
    part: 'content-type' as const,
    explains: ({ expected, actual }: WireDifference) => actual === `${expected}; charset=utf-8`,
    reason: 'it names the character set that JSON has anyway',
  })),
  {
    clients: others,
    api: 'pvwa',
    part: 'path',
    explains: ({ expected, actual }) => decodeURIComponent(actual) === decodeURIComponent(expected),
    reason:
      "each leaves others of !$'()*:=@~ as they are in a path; RFC 3986 gives both the same meaning",
  },
  {
    clients: others,
    api: 'pvwa',
    part: 'body',
    explains: ({ expected, actual }, { operation }) =>
      operation === 'logon' && without(expected, { concurrentSession: true }) === actual,
    reason: 'ours lets the other sessions of a user go on where nobody said anything of them',
  },
  {
    clients: ['python', 'java'],
    api: 'pvwa',
    part: 'body',
    explains: ({ expected, actual }) => without(actual, defaults) === without(expected, defaults),
    reason: 'it writes the default of a property that is left out, which the server fills in too',
  },
  {
    clients: ['ours'],
    api: 'wickr',
    part: 'outcome',
    explains: ({ expected, actual }) =>
      expected === '415' && actual.startsWith('UnexpectedResponseError'),
    reason:
      'a real 415 of this protocol has a name, UnsupportedMediaTypeException, which ours knows; the example has none',
  },
  {
    clients: ['ours', 'boto3', ...others],
    api: 'wickr',
    part: 'outcome',
    explains: ({ actual }, { operation, what }) =>
      operation === 'registerOidcConfigTest' && what.endsWith('other issuer') && actual === '400',
    reason: 'the service must be able to reach an issuer, and this one is no URL',
  },
  {
    clients: ['ours', ...others],
    api: 'pvwa',
    part: 'outcome',
    explains: ({ actual }, { operation, what }) =>
      operation === 'logon' && actual === '401' && !what.startsWith('answered'),
    reason: 'the mock knows no user of that name and password',
  },
];

const defaults = { authenticationFlow: 'Code', userNameClaim: 'preferred_username' };

/** A body without those properties that have these values. */
function without(body: string, values: Readonly<Record<string, unknown>>): string {
  if (!body.startsWith('{')) return body;
  return JSON.stringify(
    Object.fromEntries(
      Object.entries(JSON.parse(body) as object).filter(
        ([name, value]) => !(name in values) || values[name] !== value,
      ),
    ),
  );
}
