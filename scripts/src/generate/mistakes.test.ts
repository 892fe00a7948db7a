import { beforeAll, expect, test } from 'vitest';
import { demoRoot } from '../testing/demoRoot.ts';
import { readSpecifications } from './specification.ts';
import { type Mistake, SpecificationError } from './specificationError.ts';

/** A mistake that people make: what is written instead of what, in which file, and what must be said of it where. */
interface Case {
  readonly in: 'openapi.yaml' | 'FACTS.md';
  readonly from: string;
  readonly to: string;
  /** A part of the line that the message must name; the changed text where left out. */
  readonly at?: string;
  readonly says: RegExp;
}

function inDocument(from: string, to: string, says: RegExp, at?: string): Case {
  return { in: 'openapi.yaml', from, to, says, ...(at === undefined ? {} : { at }) };
}

function inFacts(from: string, to: string, says: RegExp, at?: string): Case {
  return { in: 'FACTS.md', from, to, says, ...(at === undefined ? {} : { at }) };
}

const kept = '| DEMO-KEPT | Something. | documented |';
const name = 'name: { type: string, maxLength: 20';
const shelf = `schema: { $ref: '#/components/schemas/Shelf' }`;

const cases: Readonly<Record<string, Case>> = {
  'a row twice': inFacts(
    kept,
    `${kept} page | yes |\n${kept}`,
    /DEMO-KEPT is a row already, in line 3/,
    `${kept} vendor`,
  ),
  'a row that nobody cites': inFacts(
    kept,
    `| DEMO-SPARE | So. | reading | us | yes |\n${kept}`,
    /no place cites DEMO-SPARE/,
    'SPARE',
  ),
  'a missing column': inFacts(kept, '| DEMO-KEPT | Something. |', /want "\| ID \| what/),
  'columns of another order': inFacts(
    '| DEMO-UNKNOWN',
    '| id | authority | what |\n| DEMO-UNKNOWN',
    /the columns are not/,
    '| id |',
  ),
  'a bar without a blank': inFacts(kept, kept.replace('| ', '|'), /want "\| ID/),
  'a wrong authority': inFacts('documented', 'documentd', /'documentd'.*nearest: documented/),
  'a wrong word for testable': inFacts('| yes |', '| yess |', /'yess'.*nearest: yes/),
  'a default outside its enum': inDocument(
    'default: green',
    'default: blue',
    /the default "blue".*\["green","red"\]/,
  ),
  'a default of another type': inDocument(
    name,
    `${name}, default: 7`,
    /the default 7 must be string/,
  ),
  'a property without a description': inDocument(
    ', description: Its name.',
    '',
    /name has no description/,
    name,
  ),
  'a parameter without a description': inDocument(
    '      description: The shop.\n',
    '',
    /shopId has no description/,
    'ShopId:',
  ),
  'an operation without a description': inDocument(
    '      description: Saves the shelf of a shop.\n',
    '',
    /description/,
    '    put:',
  ),
  'properties without a source': inDocument(
    '      x-source: DEMO-SAVE\n      required',
    '      required',
    /no x-source says where name, colour come from/,
    '      properties:',
  ),
  'a misspelt key': inDocument(
    'x-action: { save',
    'x-acton: { save',
    /'x-acton'.*nearest: x-action/,
  ),
  'a misspelt kind of rule': inDocument(
    '  nullRequired: {',
    '  nullRequird: {',
    /nearest: nullRequired/,
  ),
  'a misspelt promise': inDocument('kept: DEMO', 'kpt: DEMO', /nearest: kept/),
  'a misspelt action': inDocument('{ save: shelf }', '{ sav: shelf }', /nearest: save/),
  'a misspelt resource': inDocument('{ save: shelf }', '{ save: shelv }', /nearest: shelf/),
  'a misspelt parent': inDocument('parent: shopId', 'parent: shopid', /nearest: shopId/),
  'a misspelt row': inDocument('kept: DEMO-KEPT', 'kept: DEMO-KEPPT', /nearest: DEMO-KEPT/),
  'a misspelt part of a key': inDocument('NotFound, retry', 'NotFound, retri', /nearest: retry/),
  'a misspelt way to sign in': inDocument('wrong: { none:', 'wrong: { non:', /nearest: none/),
  'a misspelt scheme': inDocument('- session: []', '- sesion: []', /nearest: session/),
  'a misspelt reference': inDocument(
    shelf,
    shelf.replace('Shelf', 'Shell'),
    /nearest: #\/components\/schemas\/Shelf/,
  ),
  'a misspelt keyword': inDocument(
    'maxLength: 20',
    'maxLenght: 20',
    /'maxLenght'.*nearest: maxLength/,
  ),
  'a misspelt type': inDocument(name, name.replace('string', 'strng'), /nearest: string/),
  'a misspelt format': inDocument('maxLength: 20', 'format: pasword', /nearest: password/),
  'a required property that is not there': inDocument(
    'required: [name]',
    'required: [nam]',
    /nearest: name/,
  ),
  'limits that cross': inDocument(
    'maxLength: 20',
    'minLength: 30, maxLength: 20',
    /minLength 30 is above maxLength 20/,
  ),
  'two operations of one name': inDocument(
    'operationId: saveShelf',
    'operationId: readShelf',
    /unique/,
  ),
  'an enum with a value twice': inDocument('[green, red]', '[green, green, red]', /'green'/),
  'an example that breaks its schema': inDocument(
    'colour: green } }',
    'colour: blue } }',
    /"green", "red"/,
  ),
  'a status that is not documented': inDocument(
    'nullRequired: { allow: [400]',
    'nullRequired: { allow: [422]',
    /names 422/,
    'name: {',
  ),
  'a limit of another type': inDocument(
    'type: string, enum: [green, red], default: green',
    'type: boolean, maxLength: 3',
    /maxLength says nothing of the type boolean, only of string/,
  ),
  'a misspelt media type': inDocument(
    'application/json:\n              schema: { $ref',
    'aplication/json:\n              schema: { $ref',
    /'aplication\/json' is no media type; nearest: application\/json/,
  ),
  'an address without its beginning': inDocument(
    "'https://shelves.example.net/v1'",
    'shelves.example.net/v1',
    /'shelves.example.net\/v1' is no URL/,
  ),
  'a body where none is sent': inDocument(
    '      x-action: { read: shelf }\n',
    '      x-action: { read: shelf }\n      requestBody: { content: { application/json: { schema: {} } } }\n',
    /a GET request has no body/,
    'requestBody: { content',
  ),
  'an empty description': inDocument(
    'description: Its name.',
    "description: ''",
    /name has no description/,
  ),
  'a pattern that is none': inDocument('maxLength: 20', "pattern: '[a-'", /"regex"/),
  'a status that is none': inDocument("'204': {", "'2004': {", /Property `2004` is not expected/),
  'a path without its slash': inDocument('  /shops/', '  shops/', /is not expected here/),
  'a type of another language': inDocument(name, name.replace('string', 'str'), /nearest: string/),
  'another version': inDocument('openapi: 3.1.0', 'openapi: 3.0.3', /is OpenAPI 3.0.3; want 3.1.0/),
  'a misspelt tag': inDocument(
    'tags: [Shelves]',
    'tags: [Shelfes]',
    /'Shelfes' is no tag of the document; nearest: Shelves/,
  ),
  'a path that names another parameter': inDocument(
    '/shops/{shopId}/shelf:',
    '/shops/{shop}/shelf:',
    /no parameter of this path is called shop; nearest: shopId/,
  ),
  'a brace that is not closed': inDocument(
    '/shops/{shopId}/shelf:',
    '/shops/{shopId/shelf:',
    /a brace of the path .* has no other one/,
  ),
  'an action of two words': inDocument(
    '{ save: shelf }',
    '{ save: shelf, replace: shelf }',
    /says replace and save, more than one of/,
  ),
  'a place that a response has not': inDocument(
    '{ read: shelf }',
    '{ read: shelf, at: /shelv }',
    /the 200 has nothing at \/shelv/,
  ),
  'a rule that is none': inDocument(
    'kept: DEMO-KEPT\n',
    'kept: DEMO-KEPT\n      zebra: DEMO-KEPT\n',
    /the name "zebra" must be equal to one of the allowed values: \["kept",/,
    'zebra',
  ),
  'a source of no row': inDocument(
    'x-source: DEMO-READ',
    'x-source: []',
    /must NOT have fewer than 1 items/,
  ),
  'a resource of a misspelt schema': inDocument(
    "schema: '#/components/schemas/Shelf'\n    rules",
    "schema: '#/components/schemas/Shelff'\n    rules",
    /'#\/components\/schemas\/Shelff' is no component; nearest: #\/components\/schemas\/Shelf/,
  ),
  'a limit of no outcome': inDocument(
    'maxLength: 20',
    'maxLength: 20, minLength: 2',
    /add 'minLength: \{allow: \[STATUS\], source: ROW\}' to x-outcomes/,
  ),
  'a misspelt property in two examples': inDocument(
    'name: { type: string, maxLength: 20, description: Its name. }\n        colour:',
    'name: { type: string, maxLength: 20, description: Its name. }\n        color:',
    /the schema has no property `colour`.*; the same in line \d+$/,
    'name: long',
  ),
  'a server of another variable': inDocument(
    "{ url: 'https://shelves.example.net/v1' }",
    "url: 'https://{hots}/v1'\n    variables:\n      host: { default: shelves.example.net }",
    /The `hots` variable is not defined/,
  ),
  'an id in small letters': inFacts('| DEMO-KEPT |', '| demo-kept |', /nearest: DEMO-KEPT/),
  'a bar in a text': inFacts(
    kept,
    '| DEMO-KEPT | Some|thing | else. | documented |',
    /7 columns instead of 5/,
  ),
  'a row behind blanks that is wrong': inFacts(
    kept,
    '  | DEMO-KEPT | Something. | documentd |',
    /nearest: documented/,
  ),
  'names of columns in capitals': inFacts(
    '| DEMO-UNKNOWN',
    '| ID | what | authority | source | testable |\n| DEMO-UNKNOWN',
    /the columns are not "\| id/,
    '| ID |',
  ),
  'no dashes below the names of the columns': inFacts(
    '| DEMO-UNKNOWN',
    '| id | what | authority | source | testable |\n| DEMO-UNKNOWN',
    /a line of dashes is missing/,
    '| id |',
  ),
  'what is never written by hand': inDocument(
    'x-api: demo',
    'x-authority: { DEMO-KEPT: documented }\nx-api: demo',
    /never written by hand/,
  ),
};

const found = new Map<string, readonly Mistake[]>();
const lines = new Map<string, number>();

/** Each mistake in an API of its own, and all of them read at once: the lint takes most of the time of one. */
beforeAll(async () => {
  using demo = demoRoot();
  const texts = ['openapi.yaml', 'FACTS.md'].map(
    (file) => [file, demo.read(`specs/demo/${file}`)] as const,
  );
  const apis = Object.entries(cases).map(([title, { in: file, from, to, at = to }], index) => {
    const api = `demo${index}`;
    for (const [other, text] of texts) {
      if (other === file && !text.includes(from)) throw new Error(`${title}: no '${from}'`);
      const wrong = other === file ? text.replace(from, () => to) : text;
      demo.write(`specs/${api}/${other}`, wrong.replace('x-api: demo', `x-api: ${api}`));
      // Where a word stands twice, the last line is the added one.
      const [marked = ''] = at.split('\n');
      if (other === file)
        lines.set(title, wrong.split('\n').findLastIndex((line) => line.includes(marked)) + 1);
    }
    return api;
  });
  const error: unknown = await readSpecifications(demo.root, apis).catch(
    (reason: unknown) => reason,
  );
  if (!(error instanceof SpecificationError)) throw new Error(`No mistake found: ${String(error)}`);
  for (const [index, title] of Object.keys(cases).entries())
    found.set(
      title,
      error.mistakes.filter(({ file }) => file.startsWith(`specs/demo${index}/`)),
    );
}, 60_000);

test.each(Object.entries(cases))(
  '%s is refused once, at its place, with the right word',
  (title, { in: file, says }) => {
    expect(found.get(title)).toEqual([
      expect.objectContaining({
        file: expect.stringMatching(`/${file}$`),
        reason: expect.stringMatching(says),
      }),
    ]);
    const [mistake] = found.get(title) ?? [];
    expect(mistake?.line).toBe(lines.get(title));
  },
);
