import type { Contract, JsonValue, Operation, Parameter } from '@oidc-admin/contract';
import { validatorsOf } from '@oidc-admin/model';
import { schemaExample } from '../schemaExample.ts';

/**
 * Two values, or the only one, of a path parameter that are made up from the document; empty where no path of the operations has
 * it. Undefined where none could be made up that fits its schema.
 */
export function pathExamples(
  contract: Contract,
  name: string,
  operations: readonly Operation[] = contract.operations,
): readonly string[] | undefined {
  const found = operations.flatMap((operation) =>
    operation.parameters
      .filter((one) => one.in === 'path' && one.name === name)
      .map((parameter) => ({ operation, parameter })),
  );
  const [first] = found;
  if (first === undefined) return [];
  const validators = validatorsOf(contract);
  const others = Object.fromEntries(
    first.operation.parameters.map((one) => [one.name, textOf(schemaExample(one.schema))]),
  );
  const fits = (value: string): boolean =>
    validators
      .validatePath(first.operation.id, { ...others, [name]: value })
      .every(({ property }) => property !== name);
  const values = [...new Set(candidates(first.parameter))].filter(fits).slice(0, 2);
  return values.length > 0 ? values : undefined;
}

function candidates({ schema, enum: values = [] }: Parameter): readonly string[] {
  const { examples } = schema;
  const shown = Array.isArray(examples) ? (examples as JsonValue[]) : [];
  const digits = Array.from({ length: 20 }, (_, index) =>
    '1234567890'.repeat(2).slice(0, index + 1),
  );
  return [
    ...shown.map(textOf),
    ...values.map(textOf),
    'first',
    'second',
    ...digits,
    ...digits.map((text) => text.replaceAll('1', '7')),
    '11111111-1111-4111-8111-111111111111',
    '22222222-2222-4222-8222-222222222222',
    textOf(schemaExample(schema)),
  ];
}

function textOf(value: JsonValue): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
