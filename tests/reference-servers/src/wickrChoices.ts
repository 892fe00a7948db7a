import type { WireStyle } from './writeJson.ts';

/** How a saved client secret is answered; in every check only at `secret` and `clientSecret` of the configuration. */
export type SecretShown = 'masked' | 'asSent' | 'absent';

/** Every point that the facts about Wickr leave to a server, so that each side of it can be served. */
export type WickrChoices = {
  style: WireStyle;
  secret: SecretShown;
  /** Header `x-amzn-errortype` with `:` and more after the name, or `__type` or `code` in the body with `namespace#`. */
  errorName: 'header' | 'body';
  /** The error for a request without a signature, and for one whose signature is wrong. */
  unsigned: 'UnauthorizedError' | 'ForbiddenError' | 'MissingAuthenticationToken';
  wronglySigned: 'UnauthorizedError' | 'ForbiddenError';
  badNetworkId: 'BadRequestError' | 'ValidationError' | 'ValidationException';
  missing: 'BadRequestError' | 'ValidationError' | 'ValidationException';
  nullForRequired: 'BadRequestError' | 'ValidationError' | 'ValidationException';
  emptyRequired: 'BadRequestError' | 'ValidationError';
  malformed: 'BadRequestError' | 'SerializationException';
  notAnObject: 'BadRequestError' | 'ValidationError' | 'SerializationException';
  wrongType: 'ValidationError' | 'SerializationException';
  /** Whether an `Accept` that leaves JSON out is refused. */
  acceptChecked: boolean;
  nullForOptional: 'leftOut' | 'refused';
  wrongMediaType: 'UnsupportedMediaTypeException' | 'ValidationError';
  missingMediaType: 'accepted' | 'refused';
  wrongMethod: 'ResourceNotFoundError' | 'ForbiddenError';
  /** Whether an unknown network is noticed before the body is looked at. */
  networkBeforeBody: boolean;
  /** Whether an empty body counts as `{}`. */
  emptyBodyIsObject: boolean;
  beforeFirstSave: 'notFound' | 'withoutInfo' | 'emptyTexts';
  reasons: 'all' | 'first';
  /** Only InternalServerError must have a message. */
  validationMessage: boolean;
  negativeMinutes: 'accepted' | 'refused';
  /** The optional properties of a configuration that no request can set. */
  extras: Record<string, string | number>;
  /** Whether a configuration shows the client ID at `clientId` too. */
  clientIdShown: boolean;
  testResponse: 'full' | 'bare';
  /** `tokenInfo`: the shortest that is allowed, or everything. */
  tokens: 'few' | 'all';
  byteOrderMarkSkipped: boolean;
};

/** `c` answers as the published tests of AWS's protocol restJson1 do. */
export const wickrChoices: Record<'a' | 'b' | 'c', WickrChoices> = {
  a: {
    style: 'plain',
    secret: 'masked',
    errorName: 'header',
    unsigned: 'ForbiddenError',
    wronglySigned: 'UnauthorizedError',
    badNetworkId: 'ValidationError',
    missing: 'ValidationError',
    nullForRequired: 'BadRequestError',
    emptyRequired: 'BadRequestError',
    malformed: 'BadRequestError',
    notAnObject: 'BadRequestError',
    wrongType: 'ValidationError',
    acceptChecked: false,
    nullForOptional: 'leftOut',
    wrongMediaType: 'UnsupportedMediaTypeException',
    missingMediaType: 'accepted',
    wrongMethod: 'ResourceNotFoundError',
    networkBeforeBody: true,
    emptyBodyIsObject: false,
    beforeFirstSave: 'notFound',
    reasons: 'all',
    validationMessage: true,
    negativeMinutes: 'accepted',
    extras: {},
    clientIdShown: false,
    testResponse: 'full',
    tokens: 'few',
    byteOrderMarkSkipped: true,
  },
  b: {
    style: 'ornate',
    secret: 'asSent',
    errorName: 'body',
    unsigned: 'UnauthorizedError',
    wronglySigned: 'ForbiddenError',
    badNetworkId: 'BadRequestError',
    missing: 'BadRequestError',
    nullForRequired: 'ValidationError',
    emptyRequired: 'ValidationError',
    malformed: 'BadRequestError',
    notAnObject: 'ValidationError',
    wrongType: 'ValidationError',
    acceptChecked: false,
    nullForOptional: 'refused',
    wrongMediaType: 'ValidationError',
    missingMediaType: 'refused',
    wrongMethod: 'ForbiddenError',
    networkBeforeBody: false,
    emptyBodyIsObject: true,
    beforeFirstSave: 'withoutInfo',
    reasons: 'first',
    validationMessage: false,
    negativeMinutes: 'refused',
    extras: {
      applicationId: 10,
      applicationName: 'Wickr',
      redirectUrl: 'https://messaging-pro-prod.wickr.com/deeplink/oidc.php',
      caCertificate: '',
    },
    clientIdShown: true,
    testResponse: 'bare',
    tokens: 'all',
    byteOrderMarkSkipped: false,
  },
  c: {
    style: 'plain',
    secret: 'absent',
    errorName: 'header',
    unsigned: 'MissingAuthenticationToken',
    wronglySigned: 'ForbiddenError',
    badNetworkId: 'ValidationException',
    missing: 'ValidationException',
    nullForRequired: 'ValidationException',
    emptyRequired: 'BadRequestError',
    malformed: 'SerializationException',
    notAnObject: 'SerializationException',
    wrongType: 'SerializationException',
    acceptChecked: true,
    nullForOptional: 'leftOut',
    wrongMediaType: 'UnsupportedMediaTypeException',
    missingMediaType: 'refused',
    wrongMethod: 'ResourceNotFoundError',
    networkBeforeBody: false,
    emptyBodyIsObject: true,
    beforeFirstSave: 'emptyTexts',
    reasons: 'all',
    validationMessage: true,
    negativeMinutes: 'accepted',
    extras: {},
    clientIdShown: true,
    testResponse: 'full',
    tokens: 'few',
    byteOrderMarkSkipped: false,
  },
};
