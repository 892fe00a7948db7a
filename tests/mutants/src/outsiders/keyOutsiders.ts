import { savedBefore } from '@oidc-admin/mock/faults';
import { namedKey, takingPathAs, takingTextAs, withEach } from './handlerHooks.ts';
import { outsidersIn, type Outsider } from './outsider.ts';

const notFound = 'pvwa.md, Server: 404 not found; readings: an unknown id gives 404';
const unspoken =
  'pvwa.md, Server, URL values: % is not supported; readings: an unknown id gives 404';
const eightDigits =
  'wickr.md, RegisterOidcConfig: networkId is exactly 8 digits; readings: else 400 or 422';
const invalidNetwork = ['path.networkId.pathParameter'];

/** Servers that take a key for one that is near it. */
export const keyOutsiders: readonly Outsider[] = [
  ...outsidersIn('pvwa', 'keys', {
    getProvider: [
      {
        name: 'beginning-is-enough',
        says: 'A read finds a provider by the beginning of its id (LIKE id%).',
        authority: 'documented',
        fact: notFound,
        breaks: ['getProvider.path.id.existence'],
        hooks: takingPathAs('id', (id, known) => known.find((other) => other.startsWith(id))),
      },
    ],
    updateProvider: [
      {
        name: 'claim-with-line-end',
        says: 'The pattern of userNameClaim ends in $, which matches before a line end too; what is kept is trimmed.',
        authority: 'documented',
        fact: 'pvwa.md, Update: userNameClaim has letters and _ only',
        breaks: ['updateProvider.userNameClaim.pattern'],
        hooks: takingTextAs('userNameClaim', withoutLineEnd),
      },
    ],
    deleteProvider: [
      {
        name: 'extension-dropped',
        says: 'What stands behind a dot in the id is taken for a format, so that a delete of x.json deletes x.',
        authority: 'documented',
        fact: 'pvwa.md, Server: a value that has a dot is possible; 404 not found',
        breaks: ['deleteProvider.path.id.existence'],
        hooks: takingPathAs('id', (id) =>
          id.includes('.') ? id.replace(/\..*$/s, '') : undefined,
        ),
      },
    ],
    addProvider: [
      {
        name: 'id-with-line-end',
        says: 'The pattern of the id ends in $, which matches before a line end too; what is kept is trimmed.',
        authority: 'documented',
        fact: 'pvwa.md, description of 12.2: the id has letters and digits only, in the body of an add',
        breaks: ['addProvider.id.pattern'],
        hooks: takingTextAs('id', withoutLineEnd),
      },
    ],
    getAuthenticationMethod: [
      {
        name: 'decoded-twice',
        says: 'The id in the path is decoded a second time, so that %2561 is read as a.',
        authority: 'reading',
        fact: unspoken,
        breaks: ['getAuthenticationMethod.path.id.pathParameter'],
        hooks: takingPathAs('id', (id) => {
          try {
            return id.includes('%') ? decodeURIComponent(id) : undefined;
          } catch {
            return undefined;
          }
        }),
      },
    ],
    updateAuthenticationMethod: [
      {
        name: 'letter-case-ignored',
        says: 'An update finds a method whose id is written in another letter case (a collation that ignores case).',
        authority: 'reading',
        fact: 'pvwa.md, readings: ids that differ only in case SHOULD be two',
        breaks: [
          'authenticationMethod.distinctCase',
          'updateAuthenticationMethod.path.id.existence',
        ],
        hooks: takingPathAs('id', (id, known) =>
          known.find((other) => other.toLowerCase() === id.toLowerCase()),
        ),
      },
    ],
    deleteAuthenticationMethod: [
      {
        name: 'line-end-dropped',
        says: 'A line end behind the id is dropped, so that a delete of x%0A deletes x.',
        authority: 'documented',
        fact: notFound,
        breaks: ['deleteAuthenticationMethod.path.id.existence'],
        hooks: takingPathAs('id', (id) => (/[\r\n]$/.test(id) ? withoutLineEnd(id) : undefined)),
      },
      {
        name: 'longer-ids-too',
        says: 'A delete also takes away the methods whose ids only begin like the one that is named.',
        authority: 'documented',
        fact: 'pvwa.md, Authentication methods: delete by id; a list answers all methods',
        breaks: ['authenticationMethod.separate', 'authenticationMethod.listed'],
        hooks: {
          decide: (decision, context) =>
            decision.status === 204 && savedBefore(context) !== undefined
              ? {
                  ...decision,
                  next: withEach(decision.next, 'authenticationMethod', (other, key) =>
                    key.startsWith(namedKey(context)) ? undefined : other,
                  ),
                }
              : decision,
        },
      },
    ],
    addAuthenticationMethod: [
      {
        name: 'taken-in-other-case',
        says: 'An id that differs from a taken one only in letter case is refused as taken (a unique index that ignores case).',
        authority: 'reading',
        fact: 'pvwa.md, readings: ids that differ only in case SHOULD be two',
        breaks: ['authenticationMethod.distinctCase'],
        hooks: {
          decide: (decision, context) => {
            const key = namedKey(context).toLowerCase();
            const known = [
              ...(context.state.resources.get('authenticationMethod')?.get('')?.keys() ?? []),
            ];
            return decision.status === 201 && known.some((other) => other.toLowerCase() === key)
              ? context.refuse(409, 'There is one of this id.')
              : decision;
          },
        },
      },
    ],
  }),
  ...outsidersIn('wickr', 'keys', {
    getOidcInfo: [
      {
        name: 'digits-of-other-scripts',
        says: 'The pattern of the network takes the digits of every script (\\d of Unicode), and they are read as a number.',
        authority: 'reading',
        fact: eightDigits,
        breaks: invalidNetwork.map((clause) => `getOidcInfo.${clause}`),
        hooks: takingPathAs('networkId', (id) =>
          id.replaceAll(/[٠-٩]/gu, (digit) => String((digit.codePointAt(0) ?? 0) - 0x0660)),
        ),
      },
    ],
    registerOidcConfig: [
      {
        name: 'parsed-as-integer',
        says: 'The network is read by parseInt, so that 12345678x is 12345678.',
        authority: 'reading',
        fact: eightDigits,
        breaks: invalidNetwork.map((clause) => `registerOidcConfig.${clause}`),
        hooks: takingPathAs('networkId', (id) =>
          /^\d{8}\D/.test(id) ? id.slice(0, 8) : undefined,
        ),
      },
    ],
    registerOidcConfigTest: [
      {
        name: 'line-end-dropped',
        says: 'The pattern of the network ends in $, which matches before a line end too.',
        authority: 'reading',
        fact: eightDigits,
        breaks: invalidNetwork.map((clause) => `registerOidcConfigTest.${clause}`),
        hooks: takingPathAs('networkId', withoutLineEnd),
      },
    ],
  }),
];

function withoutLineEnd(text: string): string {
  return text.replace(/\r?\n$/, '');
}
