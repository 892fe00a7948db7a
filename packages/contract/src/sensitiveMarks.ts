import type { SensitiveMarks } from './description.ts';
import { lastName } from './elements.ts';
import type { OperationEntry, ResourceEntry } from './entries.ts';
import type { RawDocument, RawSecurityScheme } from './rawDocument.ts';

/** Collects every name under which a secret can stand. */
export function sensitiveMarks(
  document: RawDocument,
  operations: readonly OperationEntry[],
  resources: readonly ResourceEntry[],
): SensitiveMarks {
  const bodies = [
    ...operations.flatMap(({ body, responses }) => [
      ...(body?.entries ?? []),
      ...responses.flatMap((response) => response.body?.entries ?? []),
    ]),
    ...resources.flatMap(({ entries }) => entries),
  ];
  const parameters = operations
    .flatMap(({ operation }) => operation.parameters)
    .filter(({ sensitive }) => sensitive);
  const responses = operations.flatMap((entry) => entry.responses);
  const schemes = Object.values(document.components?.securitySchemes ?? {});
  return {
    properties: unique(
      bodies
        .filter(({ property }) => property.sensitive)
        .map(({ property }) => lastName(property.name)),
    ),
    query: unique([
      ...schemes.flatMap((scheme) => (scheme.in === 'query' ? [scheme.name ?? ''] : [])),
      ...parameters.filter((parameter) => parameter.in === 'query').map(({ name }) => name),
    ]),
    headers: unique([
      ...schemes.flatMap((scheme) => [
        ...headersOf(scheme),
        ...(scheme['x-credentials']?.headers ?? []),
      ]),
      ...parameters.filter((parameter) => parameter.in === 'header').map(({ name }) => name),
      ...responses.flatMap(({ sensitiveHeaders }) => sensitiveHeaders),
    ]),
    wholeResponses: operations
      .filter((entry) =>
        entry.responses.some((response) => response.body?.root.property.sensitive === true),
      )
      .map(({ operation }) => operation.id),
    wholeQueries: operations
      .filter(({ operation }) => operation.sensitiveQuery)
      .map(({ operation }) => operation.id),
  };
}

/** The header that carries the credentials of a scheme, if one does. */
function headersOf({ in: place, name }: RawSecurityScheme): readonly string[] {
  if (place === 'query') return [];
  return [place === 'cookie' ? 'Cookie' : (name ?? 'Authorization')];
}

function unique(names: readonly string[]): readonly string[] {
  return [...new Set(names)].toSorted();
}
