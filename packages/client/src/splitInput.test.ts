import type { TableOperation } from '@oidc-admin/contract';
import { expect, test } from 'vitest';
import { inputSplitter } from './splitInput.ts';

function saving(body: TableOperation['body']): TableOperation {
  return {
    id: 'saveLabels',
    method: 'put',
    path: '/shelves/{shelf}/labels',
    repeatable: true,
    action: { does: 'save', resource: 'labels', at: '' },
    parameters: [{ name: 'shelf', in: 'path' }],
    responses: [],
    ...(body === undefined ? {} : { body }),
  } as unknown as TableOperation;
}

test('a body that is a map has whatever names its caller chooses, but those of parameters', () => {
  const split = inputSplitter(saving({ properties: [], map: true }));
  const input = JSON.parse('{"shelf": "a", "urn:x:2.0": "b", "__proto__": "c"}') as object;
  const { params, body } = split(input as Record<string, unknown>);
  expect(params.path).toEqual({ shelf: 'a' });
  expect(JSON.stringify(body)).toBe('{"urn:x:2.0":"b","__proto__":"c"}');
});

test('another body has no names that are not documented', () => {
  const split = inputSplitter(saving({ properties: [{ name: 'colour' }] }));
  expect(() => split({ shelf: 'a', other: 'b' })).toThrow(/'other' is not known here/);
});
