import { isObject } from '@oidc-admin/contract';
import { onWrites, only } from '@oidc-admin/mock/faults';
import type { VariantMutants } from '../variantMutant.ts';

/** The response to a write shows what has no meaning there otherwise than a read does. */
export const answeredOtherwise: VariantMutants = ({ clauses, resources, operations }) =>
  clauses
    .filter(({ kind, element }) => kind === 'kept' && element === undefined)
    .flatMap((clause) => {
      const resource = resources.find(({ name }) => name === clause.resource);
      const idle = resource?.properties.filter((one) => one.irrelevantWith !== undefined) ?? [];
      if (resource === undefined || idle.length === 0) return [];
      const writing = operations.filter(
        ({ action, responses }) =>
          'resource' in action &&
          action.resource === resource.name &&
          ['create', 'replace', 'merge', 'save'].includes(action.does) &&
          responses.some(({ status, schema }) => status < 300 && schema !== undefined),
      );
      return writing.map(({ id: operation }) => ({
        clause,
        name: 'answeredOtherwise',
        says: 'The response to a write shows another value than a read.',
        operation,
        hooks: only(
          resource,
          onWrites((decision) => {
            const { body } = decision;
            if (!isObject(body)) return decision;
            const changed = Object.entries(body).map(([name, value]) => [
              name,
              typeof value === 'string' &&
              idle.some((one) => one.name === name && Object.hasOwn(body, one.irrelevantWith ?? ''))
                ? `${value} `
                : value,
            ]);
            return { ...decision, body: Object.fromEntries(changed) };
          }),
        ),
      }));
    });
