import { createMock, type Mock, type MockOptions } from '@oidc-admin/mock';
import document from '@oidc-admin/wickr-spec/document.json' with { type: 'json' };
import { askIssuer } from './askIssuer.ts';
import { complete } from './complete.ts';
import { administrator, verifySignature, type SignatureExpectation } from './verifySignature.ts';
import { wickrErrorBody } from './wickrErrorBody.ts';

/** Options of the Wickr mock, beside those that every mock has. */
export interface WickrMockOptions extends MockOptions {
  /** The region that requests are signed for and company ids begin with; `us-east-1` where it is left out. */
  readonly region?: string;
  /** Ids of the networks that exist; 12345678 and 87654321 where it is left out. */
  readonly networks?: readonly string[];
  /** `trusted` takes every request for rightly signed, for tests by hand and under load; `checked` where it is left out. */
  readonly signatures?: 'checked' | 'trusted';
  /** What a read answers before the first save: 404 where it is left out, 200 with nothing, or 200 with empty texts. */
  readonly unconfigured?: 'notFound' | 'withoutInfo' | 'emptyTexts';
  /** Secrets by access key id; the demo's key where it is left out. */
  readonly keys?: Readonly<Record<string, string>>;
  /** The same of callers who are known, and have no permission; another key of the demo where it is left out. */
  readonly otherKeys?: Readonly<Record<string, string>>;
  /** Session tokens by access key id, for keys that are valid with one only; none where it is left out. */
  readonly sessionTokens?: Readonly<Record<string, string>>;
}

const demoOtherKeys = { AKIDOTHEREXAMPLE: 'bPxRfiCYEXAMPLEKEYwJalrXUtnFEMI/K7MDENG' };
const demoKeys = { AKIDEXAMPLE: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' };

/** How each answer of a network without configuration is known among those that are allowed. */
const unconfiguredAs: Readonly<
  Record<
    NonNullable<WickrMockOptions['unconfigured']>,
    NonNullable<Parameters<typeof createMock>[0]['unsaved']>
  >
> = {
  notFound: ({ status }) => status === 404,
  withoutInfo: ({ body }) => body.kind === 'json' && body.equals.length === 0,
  emptyTexts: ({ body }) => body.kind === 'json' && body.equals.length > 0,
};

/** Makes a Wickr admin server that remembers, with the demo's key and its networks 12345678 and 87654321. */
export function createWickrMock(options: WickrMockOptions = {}): Mock {
  const {
    region = 'us-east-1',
    networks = ['12345678', '87654321'],
    keys = demoKeys,
    otherKeys = demoOtherKeys,
    sessionTokens = {},
  } = options;
  const [first = '', second] = networks;
  const [key] = Object.entries(keys);
  const [otherKey] = Object.entries(otherKeys);
  const expectedAt = (now: number): SignatureExpectation => ({
    keys,
    otherKeys,
    sessionTokens,
    region,
    service: 'wickr',
    now,
  });
  return createMock(
    {
      document,
      deployment: { parents: { networkId: networks }, users: {}, settings: { region } },
      environment: {
        AWS_ACCESS_KEY_ID: key?.[0] ?? '',
        AWS_SECRET_ACCESS_KEY: key?.[1] ?? '',
        AWS_REGION: region,
        WICKR_NETWORK_ID: first,
        ...(otherKey === undefined
          ? {}
          : {
              WICKR_OTHER_ACCESS_KEY_ID: otherKey[0],
              WICKR_OTHER_SECRET_ACCESS_KEY: otherKey[1],
            }),
        ...(second === undefined ? {} : { WICKR_OTHER_NETWORK_ID: second }),
      },
      verify:
        options.signatures === 'trusted'
          ? () => ({ kind: 'signed', role: administrator })
          : (received, now) => verifySignature(received, expectedAt(now)),
      verifyWithout: async (ways, received, now) => {
        const { verifyWithout } = await import('./faults/verifyWithout.ts');
        return verifyWithout(ways, received, expectedAt(now));
      },
      errorBody: wickrErrorBody,
      complete,
      unsaved: unconfiguredAs[options.unconfigured ?? 'notFound'],
      prepare: askIssuer,
    },
    options,
  );
}
