import type { SensitiveMarks } from './contract.ts';
import type { RawDocument } from './rawDocument.ts';
import type { OperationEntry } from './readOperation.ts';
import type { ResourceEntry } from './readResources.ts';

/** Collects every name under which a secret can stand. */
export function sensitiveMarks(
  document: RawDocument,
  operations: readonly OperationEntry[],
  resources: readonly ResourceEntry[],
): SensitiveMarks {
  const bodies = [
    ...operations.flatMap(({ body, answers }) => [
      ...(body?.entries ?? []),
      ...answers.flatMap((answer) => answer.body?.entries ?? []),
    ]),
    ...resources.flatMap(({ entries }) => entries),
  ];
  const parameters = operations
    .flatMap(({ operation }) => operation.parameters)
    .filter(({ sensitive }) => sensitive);
  const answers = operations.flatMap((entry) => entry.answers);
  const schemes = Object.values(document.components?.securitySchemes ?? {});
  return {
    members: unique(
      bodies.filter(({ member }) => member.sensitive).map(({ member }) => lastName(member.name)),
    ),
    query: unique(
      parameters.filter((parameter) => parameter.in === 'query').map(({ name }) => name),
    ),
    headers: unique([
      ...schemes
        .filter((scheme) => scheme['x-sensitive'] === true)
        .flatMap((scheme) => [
          scheme.name ?? 'Authorization',
          ...(scheme['x-credentials'].headers ?? []),
        ]),
      ...parameters.filter((parameter) => parameter.in === 'header').map(({ name }) => name),
      ...answers.flatMap(({ sensitiveHeaders }) => sensitiveHeaders),
    ]),
    wholeAnswers: operations
      .filter((entry) =>
        entry.answers.some((answer) => answer.body?.root.member.sensitive === true),
      )
      .map(({ operation }) => operation.id),
    wholeQueries: operations
      .filter(({ operation }) => operation.sensitiveQuery)
      .map(({ operation }) => operation.id),
  };
}

/** The name by which a member is known in its own object: `clientSecret` for `config.clientSecret`, `keys` for `keys[]`. */
function lastName(name: string): string {
  return (name.split('.').at(-1) ?? name).replaceAll('[]', '');
}

function unique(names: readonly string[]): readonly string[] {
  return [...new Set(names)].toSorted();
}
