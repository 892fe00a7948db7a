import type { Parameter } from '@oidc-admin/contract';
import { refusedRequests } from '../checks/kindChecks.ts';
import { NotRun } from '../checks/notRun.ts';
import { rightRequest } from '../checks/requests.ts';
import { exampleOf } from '../checks/samples.ts';
import { keyPrefix } from '../runner/runId.ts';
import { inOtherDigits } from './existence.ts';

type Changes = readonly (readonly [string, (right: string) => string])[];

/** Values just beyond what a parameter of the path may be. The right one begins like everything that a run makes. */
export const pathParameter = refusedRequests(({ clause: { element = '' }, operation }) => {
  const parameter = operation.parameters.find((one) => one.in === 'path' && one.name === element);
  if (parameter === undefined) return [];
  const isNumber = !parameter.types.includes('string');
  return changesOf(parameter).map(([name, change]) => ({
    name,
    // A number with white space behind it may be taken for the number, which may be another user's key by then.
    ...(isNumber && name === 'lineEnd' && operation.changes ? { needs: 'disposable' } : {}),
    request: async (context) => {
      const right = await rightRequest(context, operation, { properties: 'full' });
      const { [element]: value = '' } = right.path;
      const changed = change(value);
      if (changed === '') throw new NotRun('preparation', `the known ${element} cannot be shorter`);
      return { ...right, path: { ...right.path, [element]: changed } };
    },
  }));
});

function changesOf(parameter: Parameter): Changes {
  const { types, enum: values, minLength = 0, maxLength, minimum, maximum } = parameter;
  if (values !== undefined) return [['unknown', () => `${keyPrefix}Unknown`]];
  const changes: Changes = [
    ...(maxLength === undefined ? [] : [['tooLong', padded(maxLength + 1)] as const]),
    ...(minLength < 2
      ? []
      : [['tooShort', (text: string) => text.slice(0, minLength - 1)] as const]),
    ...(minimum === undefined ? [] : [['tooSmall', () => String(minimum - 1)] as const]),
    ...(maximum === undefined ? [] : [['tooLarge', () => String(maximum + 1)] as const]),
    ...(types.includes('string') ? [] : besideNumber),
    ...(parameter.format === undefined
      ? []
      : [['format', () => `no-${parameter.format}`] as const]),
  ];
  if (parameter.pattern === undefined) return changes;
  const rule = new RegExp(parameter.pattern, 'u');
  const example = exampleOf(parameter);
  return [...changes, ...besidePattern.filter(([, change]) => !rule.test(change(example)))];
}

/** No numbers, though careless code reads one from the beginning of most. */
const besideNumber: Changes = [
  ['text', () => 'text'],
  ['more', (text) => `${text}x`],
  ['dotted', (text) => `${text}.json`],
  ['lineEnd', (text) => `${text}\n`],
  ['otherDigits', inOtherDigits],
];

const besidePattern: Changes = [
  ['shorter', (text) => text.slice(0, -1)],
  ['longer', (text) => text + text.slice(-1)],
  ['letter', (text) => `${text.slice(0, -1)}a`],
  ['digit', (text) => `${text.slice(0, -1)}1`],
  ['space', (text) => `${text.slice(0, -1)} ${text.slice(-1)}`],
  ['lineEnd', (text) => `${text}\n`],
  // A digit to Unicode, and to the `\\d` of some languages.
  ['otherDigit', (text) => `${text.slice(0, -1)}\u0663`],
  // What a number is read from is often the same with a zero before it.
  ['zeroBefore', (text) => `0${text}`],
  ['plus', (text) => `${text.slice(0, -1)}+${text.slice(-1)}`],
  // What a server that decodes the path twice takes for the right value.
  ['encodedTwice', (text) => `%${hexOf(text)}${text.slice(1)}`],
];

function padded(length: number): (text: string) => string {
  return (text) => text.padEnd(length, 'x');
}

function hexOf(text: string): string {
  return Buffer.from(text.slice(0, 1)).toString('hex').toUpperCase();
}
