import type { Clause } from '@oidc-admin/contract';
import type { Received } from '@oidc-admin/mock';
import type { FaultHooks } from '@oidc-admin/mock/faults';
import { operationsWith, type VariantMutant, type VariantMutants } from '../variantMutant.ts';

/** Ways in which clients send bodies that a hand-made server does not know. */
export const httpBodies: VariantMutants = (contract) => [
  ...operationsWith(contract, 'transfer').flatMap(
    ({ clause, operation }): readonly VariantMutant[] => {
      const losing = (when: (received: Received) => boolean): FaultHooks => ({
        request: (request, { received }) =>
          when(received) ? { ...request, body: { kind: 'none' } } : request,
      });
      return [
        {
          clause,
          name: 'chunkedLost',
          says: 'A body in chunks is taken for none.',
          operation: operation.id,
          hooks: losing(({ headers }) => headers['transfer-encoding'] !== undefined),
        },
        {
          clause,
          name: 'expectedLost',
          says: 'A body that the server was asked to allow is taken for none.',
          operation: operation.id,
          hooks: losing(({ headers }) => headers['expect'] !== undefined),
        },
        {
          clause,
          name: 'longChunkedLost',
          says: 'A body in chunks of more than 16 kB is taken for none.',
          operation: operation.id,
          hooks: losing(
            ({ headers, body }) =>
              headers['transfer-encoding'] !== undefined && body.byteLength > 16_384,
          ),
        },
        ...(allows(clause, 415) ? [] : [capitalsLost(clause, operation.id)]),
      ];
    },
  ),
  ...operationsWith(contract, 'charset').flatMap(({ clause, operation }) =>
    Object.entries(misread).map(([name, [says, isMisread]]) => ({
      clause,
      name,
      says,
      operation: operation.id,
      hooks: {
        request: (request, { received }) => {
          const type = received.headers['content-type'] ?? '';
          return isMisread(type) ? { ...request, mediaType: anotherType } : request;
        },
      } satisfies FaultHooks,
    })),
  ),
];

const misread: Readonly<
  Record<string, readonly [says: string, isMisread: (mediaType: string) => boolean]>
> = {
  charsetInCapitals: ['UTF-8 in capitals is another character set.', (type) => /UTF/.test(type)],
  charsetQuoted: ['A character set in quotes is another one.', (type) => type.includes('"')],
  mediaTypeByLetters: ['A media type in capitals is another one.', (type) => /^[A-Z]/.test(type)],
};

/** The model compares letters without regard to their case: such a server finds another type. */
const anotherType = 'text/plain';

function capitalsLost(clause: Clause, operation: string): VariantMutant {
  return {
    clause,
    name: 'capitalsLost',
    says: 'A media type in capitals is another one.',
    operation,
    hooks: {
      request: (request, { received }) => {
        const type = received.headers['content-type'] ?? '';
        return /[A-Z]{2}/.test(type.split(';')[0] ?? '')
          ? { ...request, mediaType: anotherType }
          : request;
      },
    },
  };
}

function allows({ outcome }: Clause, status: number): boolean {
  return outcome?.allow.some((one) => 'status' in one && one.status === status) === true;
}
