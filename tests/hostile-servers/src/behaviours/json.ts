import { type Behaviours, response } from '../behaviour.ts';

/** A success with this text. */
function success(text: string, call: 'done' | 'unusable', ...run: ('conformant' | 'violations')[]) {
  return (what: string) => ({
    what,
    steps: [{ send: response(text) }, 'end' as const],
    call,
    run: run.length === 0 ? (['violations'] as const) : run,
  });
}

const depth = 200_000;

/** JSON that does harm to what goes through it. */
export const json: Behaviours = {
  'deep-lists': success(
    `${'['.repeat(depth)}${']'.repeat(depth)}`,
    'unusable',
  )('nests lists two hundred thousand deep'),
  'deep-objects': success(
    `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`,
    'unusable',
  )('nests objects two hundred thousand deep'),
  'deep-property': success(
    `{"Providers":[],"a":${'['.repeat(depth)}${']'.repeat(depth)}}`,
    'unusable',
  )('nests something deeply in a property that nobody knows'),
  'not-closed': success('['.repeat(depth), 'unusable')('opens lists and closes none'),
  'huge-number': success('{"Providers":1e999999}', 'done')('sends a number that is too large'),
  'long-number': success(
    `{"Providers":${'9'.repeat(1_000_000)}}`,
    'done',
  )('sends a number of a million digits'),
  'own-names': success(
    '{"Providers":[{"__proto__":{"id":"x"},"constructor":{"prototype":{"a":1}},"toString":1,"hasOwnProperty":2}],"__proto__":{"polluted":1}}',
    'done',
    'conformant',
    'violations',
  )("uses names of JavaScript's own objects"),
  'own-names-everywhere': success(
    '{"__proto__":[],"constructor":[],"toString":[]}',
    'done',
  )("sends nothing but names of JavaScript's own objects"),
  'same-name-twice': success(
    '{"Providers":[{"id":"a"}],"Providers":[]}',
    'done',
    'conformant',
    'violations',
  )('names a property twice'),
  'trailing-comma': success('{"Providers":[],}', 'unusable')('sends a comma too many'),
  'not-a-number': success('{"Providers":NaN}', 'unusable')('sends NaN'),
  comments: success('{"Providers":[]/* not here */}', 'unusable')('sends comments'),
  'two-documents': success('{"Providers":[]}\n{"Providers":[]}', 'unusable')('sends two documents'),
  null: success('null', 'done')('sends null'),
  number: success('7', 'done')('sends a number'),
  'text-alone': success('"text"', 'done')('sends a text'),
  list: success('[]', 'done')('sends a list'),
  'wrong-everywhere': success(
    '{"Providers":[null,[],{},"",0,{"id":null},{"id":{}},{"id":[]},{"id":7}]}',
    'done',
  )('sends every wrong type'),
};
