import type { JsonSchema } from '../json.ts';
import { keywordRule } from './kindDefinition.ts';

/** A whole number of 32 bits. */
export const int32Kind = keywordRule<string>({
  family: 'limits',
  keyword: 'format',
  applies: (value) => value === 'int32',
  shape: { type: 'string' },
  implied: isNarrower,
  breach: () => 'is beyond 32 bits',
  example: { type: 'integer', format: 'int32' },
});

/** Whether its own limits keep a number within 32 bits. */
function isNarrower({ minimum, maximum }: JsonSchema): boolean {
  return (
    typeof minimum === 'number' &&
    typeof maximum === 'number' &&
    minimum >= -(2 ** 31) &&
    maximum < 2 ** 31
  );
}
