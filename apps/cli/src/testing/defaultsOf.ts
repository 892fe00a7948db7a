import { apis } from '../generated/apis.ts';

/**
 * What a server saves where an operation sends nothing, by property: what a test that knows the properties of today has to expect
 * beside them when the specification gets another one.
 */
export async function defaultsOf(
  api: keyof typeof apis,
  operation: string,
): Promise<Readonly<Record<string, unknown>>> {
  const { table } = await apis[api].load();
  const { body } = table.operations.find(({ id }) => id === operation) ?? {};
  return Object.fromEntries(
    (body?.properties ?? []).flatMap(({ name, default: value }) =>
      value === undefined ? [] : [[name, value]],
    ),
  );
}
