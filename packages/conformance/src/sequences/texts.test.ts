import { expect, test } from 'vitest';
import { demonstration } from '../testing/checkAll.ts';
import { specialValues } from './texts.ts';

test('where things of one name may be refused, each keeps the name that the run gave it', async () => {
  const { contract } = await demonstration('pvwa');
  const [resource] = contract.resources;
  const operation = contract.operations.find(({ action }) => action.does === 'create');
  if (resource === undefined || operation === undefined) throw new Error('nothing is created');
  const { 409: _, ...others } = Object.fromEntries(
    operation.responses.map((one) => [one.status, one]),
  );
  const free = { ...operation, responses: Object.values(others) };
  const [first] = operation.responses;
  if (first === undefined) throw new Error('nothing is answered');
  const taken = { ...free, responses: [...free.responses, { ...first, status: 409 }] };
  const label = 'clientId';
  const named = { ...resource, label };
  const valuesOf = (one: typeof free): readonly string[] =>
    Object.keys(specialValues(one, named, 'digits', { issuer: 'https://issuer.example' }));
  expect(valuesOf(free)).toContain(label);
  expect(valuesOf(taken)).toEqual(valuesOf(free).filter((name) => name !== label));
  const { body } = taken;
  if (body === undefined) throw new Error('nothing is sent');
  const properties = body.properties.map((one) =>
    one.name === label ? { ...one, required: false } : one,
  );
  expect(valuesOf({ ...taken, body: { ...body, properties } })).toContain(label);
});
