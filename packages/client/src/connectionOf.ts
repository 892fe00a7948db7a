import type { OperationTable } from '@oidc-admin/contract';
import { responseSecrets } from './attempt.ts';
import type { Connection } from './commandLine.ts';
import { mask } from './printable.ts';
import { createRedactor, hasProperties } from './redactor.ts';

/**
 * A connection whose calls are the methods of a client and which leaves nothing open; an API that needs more adds it.
 * The table says what is masked in responses.
 */
export function connectionOf(
  client: object,
  { sensitive }: Pick<OperationTable, 'sensitive'>,
): Connection {
  const redactor = createRedactor(sensitive);
  const methods = client as Readonly<
    Record<string, (input: unknown, options: unknown) => Promise<unknown>>
  >;
  return {
    call: async (id, input, options) => methods[id]?.(input, options),
    redacted: (id, response) =>
      sensitive.wholeResponses.includes(id) ? mask : redactor.value(response, secretsOf(response)),
    close: async () => undefined,
  };
}

function secretsOf(response: unknown): readonly string[] {
  return hasProperties(response) ? (responseSecrets.get(response)?.() ?? []) : [];
}
