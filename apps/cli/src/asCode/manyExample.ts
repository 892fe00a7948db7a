import type { CommandLine } from '@oidc-admin/client';
import { isHidden, managedResources } from '@oidc-admin/client/plan';
import { stringify } from 'yaml';
import { kebabCase } from '../cliApi.ts';
import { exampleValue } from '../commandExample.ts';

/** The first two of many. */
const keys = ['12345678', '23456789'];

/** Words of a name without the one that says that it is an id: `networkId` becomes `network`. */
function nounOf(name: string): string {
  return kebabCase(name).replace(/-id$/, '').replaceAll('-', ' ');
}

/**
 * How one file describes many of what an API has once below each parent: what is common to all is written once. None for an API
 * without such a resource. The heading, and the lines of the file.
 */
export function manyExample({
  table,
}: Pick<CommandLine, 'table'>): readonly [heading: string, lines: readonly string[]] | undefined {
  const managed = managedResources(table).find(
    ({ parent, above, identity }) =>
      parent !== undefined && above === undefined && identity.join() === parent,
  );
  if (managed?.parent === undefined) return undefined;
  const { parent, name, operations } = managed;
  const sent = operations.save?.body?.properties ?? [];
  const secret = sent.find((one) => managed.isSecret(one.name) && isHidden(managed, one.name));
  const required = sent.filter((one) => one.required && one.name !== parent);
  // What begins with the name of a place is each one's own.
  const [own, common] = [
    required.filter(({ prefix }) => prefix !== undefined),
    required.filter(({ prefix }) => prefix === undefined),
  ];
  const shared = [
    ...common.map((one) => `  ${stringify({ [one.name]: exampleValue(one) }).trimEnd()}`),
    ...(secret === undefined ? [] : [`  ${secret.name}: file:secret.txt`]),
  ];
  const entries = keys.flatMap((key, index) => [
    '        - <<: *common',
    `          ${parent}: '${key}'`,
    ...own.map((one) => `          ${one.name}: ${exampleValue(one)}-${index + 1}`),
  ]);
  return [
    `Example, twenty ${nounOf(parent)}s in one file, sso.yaml; then oidc-admin apply sso.yaml:`,
    [
      'x-common: &common',
      ...shared,
      'targets:',
      `  - name: ${nounOf(parent)}s`,
      `    api: ${table.api}`,
      '    resources:',
      `      ${name}:`,
      ...entries,
      '        # and so on, for each of them',
    ],
  ];
}
