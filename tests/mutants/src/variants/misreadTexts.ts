import { isObject, type JsonValue } from '@oidc-admin/mock';
import { operationsWith, type VariantMutants } from '../variantMutant.ts';

/** A body is read in another character set where its media type names one. */
export const misreadTexts: VariantMutants = (contract) =>
  operationsWith(contract, 'charset')
    .filter(({ operation: { action } }) => {
      const { read } =
        contract.resources.find(({ name }) => 'resource' in action && action.resource === name)
          ?.operations ?? {};
      return ['create', 'replace', 'merge', 'save'].includes(action.does) && read !== undefined;
    })
    .map(({ clause, operation }) => ({
      clause,
      name: 'readAsLatin1',
      says: 'A body whose media type names a character set is read as Latin-1.',
      operation: operation.id,
      hooks: {
        request: (request, { received }) =>
          /charset/i.test(received.headers['content-type'] ?? '') && request.body.kind === 'json'
            ? { ...request, body: { kind: 'json', value: asLatin1(request.body.value) } }
            : request,
      },
    }));

function asLatin1(value: JsonValue): JsonValue {
  if (typeof value === 'string') return Buffer.from(value).toString('latin1');
  if (Array.isArray(value)) return (value as readonly JsonValue[]).map(asLatin1);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, asLatin1(one)]));
}
