import { listOf, type MockSetting, oneOf, secretTexts, textLike } from '@oidc-admin/mock/settings';

function pair(key: string | undefined, secret: string | undefined): unknown {
  return key && secret ? { [key]: secret } : undefined;
}

function ownKeys({
  AWS_ACCESS_KEY_ID: key,
  AWS_SECRET_ACCESS_KEY: secret,
  AWS_PROFILE: profile,
}: Readonly<Record<string, string | undefined>>): unknown {
  const keys = pair(key, secret);
  if (keys === undefined && (key || profile))
    throw new Error(
      `${key ? 'AWS_ACCESS_KEY_ID' : 'AWS_PROFILE'} is there, and not both of AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY; files of profiles are not read`,
    );
  return keys;
}

const byKey = '{"ACCESS KEY ID": "…"}';

/** The options that only this mock has, for a command line and an environment. */
export const wickrSettings: readonly MockSetting[] = [
  {
    option: 'region',
    placeholder: '<name>',
    description: 'the region that requests are signed for',
    read: textLike(/^[a-z0-9-]+$/, 'the name of a region, such as us-east-1'),
    ofClients: ({ AWS_REGION: region, AWS_DEFAULT_REGION: usual }) => region || usual || undefined,
  },
  {
    option: 'networks',
    placeholder: '<ids>',
    parent: 'networkId',
    description: 'the networks that exist, with commas between them',
    read: listOf(/^\d{8}$/, 'the eight digits of a network'),
    ofClients: ({ WICKR_NETWORK_ID: first, WICKR_OTHER_NETWORK_ID: second }) =>
      first ? [first, ...(second ? [second] : [])] : undefined,
  },
  {
    option: 'signatures',
    placeholder: '<how>',
    description: 'checked, or trusted: every request counts as rightly signed',
    read: oneOf(['checked', 'trusted']),
  },
  {
    option: 'unconfigured',
    placeholder: '<how>',
    description: 'what a read gives before the first save: notFound, withoutInfo or emptyTexts',
    read: oneOf(['notFound', 'withoutInfo', 'emptyTexts']),
  },
  {
    option: 'keys',
    placeholder: '<file>',
    description: `JSON of the keys that may do everything: ${byKey}, with the secret access key of each`,
    isSecret: true,
    read: secretTexts(byKey),
    ofClients: ownKeys,
  },
  {
    option: 'otherKeys',
    placeholder: '<file>',
    description: 'the same of keys that are known and may do nothing',
    isSecret: true,
    read: secretTexts(byKey),
    ofClients: ({ WICKR_OTHER_ACCESS_KEY_ID: key, WICKR_OTHER_SECRET_ACCESS_KEY: secret }) =>
      pair(key, secret),
  },
  {
    option: 'sessionTokens',
    placeholder: '<file>',
    description: 'the same of session tokens, for keys that need one',
    isSecret: true,
    read: secretTexts(byKey),
    ofClients: ({ AWS_ACCESS_KEY_ID: key, AWS_SESSION_TOKEN: token }) => pair(key, token),
  },
];
