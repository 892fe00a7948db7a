import type { WireStyle } from './writeJson.ts';

/** Every point that the facts about PVWA leave to a server, so that each side of it can be served. */
export type PvwaChoices = {
  style: WireStyle;
  nullForOptional: 'leftOut' | 'refused';
  emptyForOptional: 'leftOut' | 'refused';
  wrongMediaTypeStatus: 400 | 415;
  tooLongId: 'badRequest' | 'notFound';
  brokenEscape: 'badRequest' | 'notFound';
  unknownLogonType: 'badRequest' | 'notFound';
  wrongCredentialsStatus: 401 | 403;
  /** Whether 405 is said before the session is looked at. */
  methodBeforeSession: boolean;
  /** Issuer, endpoint and keys next to a discovery document: kept and checked, or not looked at beyond their type. */
  propertiesBesideDiscovery: 'kept' | 'dropped';
  /** Whether a provider must have a discovery document, as some versions want it. */
  discoveryRequired: boolean;
  implicitFlow: 'refused' | 'accepted';
  /** Whether the body is looked at before what the path names. */
  bodyFirst: boolean;
  /** What "letters" means for `userNameClaim`. */
  claimPattern: RegExp;
  /** `BASIC`, `pOST` and the like. */
  anyCaseSecretMethod: boolean;
  details: 'leftOut' | 'array';
  newestFirst: boolean;
  logoffBody: undefined | { LogoffUrl: string };
  locationHeader: boolean;
  /** Whether using a session puts its end off. */
  slidingTimeout: boolean;
  /** Whether a log-on without `concurrentSession: true` ends the user's other sessions. */
  soleSession: boolean;
  userNameCase: 'ignored' | 'matters';
  /** Wrong passwords in a row that suspend a user. */
  wrongPasswordsAllowed: number;
  tokenBytes: number;
  byteOrderMarkSkipped: boolean;
};

export const pvwaChoices: Record<'a' | 'b', PvwaChoices> = {
  a: {
    style: 'plain',
    nullForOptional: 'leftOut',
    emptyForOptional: 'leftOut',
    wrongMediaTypeStatus: 415,
    tooLongId: 'notFound',
    brokenEscape: 'notFound',
    unknownLogonType: 'notFound',
    wrongCredentialsStatus: 403,
    methodBeforeSession: true,
    propertiesBesideDiscovery: 'kept',
    discoveryRequired: false,
    implicitFlow: 'refused',
    bodyFirst: false,
    claimPattern: /^[\p{L}_]+$/u,
    anyCaseSecretMethod: false,
    details: 'leftOut',
    newestFirst: false,
    logoffBody: undefined,
    locationHeader: false,
    slidingTimeout: false,
    soleSession: true,
    userNameCase: 'ignored',
    wrongPasswordsAllowed: 5,
    tokenBytes: 32,
    byteOrderMarkSkipped: true,
  },
  b: {
    style: 'ornate',
    nullForOptional: 'refused',
    emptyForOptional: 'refused',
    wrongMediaTypeStatus: 400,
    tooLongId: 'badRequest',
    brokenEscape: 'badRequest',
    unknownLogonType: 'badRequest',
    wrongCredentialsStatus: 401,
    methodBeforeSession: false,
    propertiesBesideDiscovery: 'dropped',
    discoveryRequired: true,
    implicitFlow: 'accepted',
    bodyFirst: true,
    claimPattern: /^[A-Za-z_]+$/,
    anyCaseSecretMethod: true,
    details: 'array',
    newestFirst: true,
    logoffBody: { LogoffUrl: '' },
    locationHeader: true,
    slidingTimeout: true,
    soleSession: false,
    userNameCase: 'matters',
    wrongPasswordsAllowed: 1,
    tokenBytes: 200,
    byteOrderMarkSkipped: false,
  },
};
