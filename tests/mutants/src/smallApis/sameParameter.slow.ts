import { expect, test } from 'vitest';
import { smallApi, smallDocument, strictRun, type Editable } from './smallApi.ts';

interface Desks extends Editable {
  readonly paths: Record<string, Editable>;
  readonly 'x-resources': Record<string, Editable>;
  readonly 'x-outcomes': Editable;
  readonly components: {
    readonly schemas: { readonly Note: { readonly properties: Record<string, Editable> } };
  };
}

/** What stands in a path, of a box in place of a desk, whose name has the parameter that a desk's own name has. */
function ofBoxes(item: Editable | undefined): Editable {
  const words: readonly (readonly [RegExp, string])[] = [
    [/"name":"desk"/g, '"name":"name"'],
    [/"(list|read|create|delete)":"desk"/g, '"$1":"box"'],
    [/"(list|read|create|delete)":"paper"/g, '"$1":"lid"'],
    [/("operationId":"[a-z]+)(Desk|Paper)/g, '$1Boxed$2'],
  ];
  const text = words.reduce((all, [from, to]) => all.replaceAll(from, to), JSON.stringify(item));
  return JSON.parse(text) as Editable;
}

test('two parents whose parameters have one name, and a key that must not be empty: a strict run verifies every clause', async () => {
  const document = (await smallDocument('desks')) as Desks;
  const { paths, components, 'x-resources': resources, 'x-outcomes': outcomes } = document;
  paths['/boxes'] = ofBoxes(paths['/desks']);
  paths['/boxes/{name}'] = ofBoxes(paths['/desks/{name}']);
  paths['/boxes/{name}/lids'] = ofBoxes(paths['/desks/{desk}/papers']);
  paths['/boxes/{name}/lids/{id}'] = ofBoxes(paths['/desks/{desk}/papers/{id}']);
  resources['box'] = { ...resources['desk'] };
  resources['lid'] = { ...resources['paper'], parent: 'name' };
  const { title } = components.schemas.Note.properties;
  Object.assign(title ?? {}, { minLength: 1 });
  outcomes['minLength'] = { allow: [400], source: 'DESKS-ERROR' };
  const api = smallApi(document);
  expect(api.contract.clauses.map(({ id }) => id)).toContain('desks.addNote.title.minLength');
  const { verdict, reasons, coverage } = await strictRun(api, api.mock());
  expect({ verdict, reasons }).toEqual({ verdict: 'conformant', reasons: [] });
  expect(coverage).toMatchObject({ run: coverage.clauses });
});
