import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Contract, extensionSchemas, kinds } from '@oidc-admin/contract';
import type { Specification } from './specification.ts';

/** The page that explains the extension keys. Only what is between its two marks is generated. */
export const extensionPageFile = 'docs/extensions.md';

const marks = [
  '<!-- generated from packages/contract -->',
  '<!-- end of what is generated -->',
] as const;

type Definition = (typeof kinds)[keyof typeof kinds];

const groups: Readonly<Record<Definition['group'], string>> = {
  refuse: 'A request that breaks a rule; all but `order` are names in `x-outcomes`',
  accept: 'A request that is right in one particular way',
  response: 'A response by itself',
  sequence: 'What holds between requests; names in the `rules` of a resource',
};

/** The page with its tables made anew; none where the repository has no such page. */
export async function extensionPage(
  root: string,
  specifications: readonly Specification[],
): Promise<ReadonlyMap<string, string>> {
  const path = join(root, extensionPageFile);
  if (!existsSync(path)) return new Map();
  const text = await readFile(path, 'utf8');
  const [before, rest = ''] = text.split(marks[0], 2);
  const [, after] = rest.split(marks[1], 2);
  if (before === undefined || after === undefined)
    throw new Error(`${extensionPageFile} lacks one of its marks: ${marks.join(', ')}`);
  const made = [marks[0], keyTable(), kindTables(), authorityTable(specifications), marks[1]];
  return new Map([[extensionPageFile, `${before}${made.join('\n\n')}${after}`]]);
}

function keyTable(): string {
  const places = Object.entries(extensionSchemas.$defs).filter(([name]) => /^[a-z]\w*$/.test(name));
  const rows = Object.entries(extensionSchemas.$defs)
    .filter(([name]) => name.startsWith('x-'))
    .map(([name, { description }]): [string, string, string] => {
      const on = places.filter(([, { properties }]) => Object.hasOwn(Object(properties), name));
      return [`\`${name}\``, on.map(([place]) => place).join(', '), String(description)];
    });
  return `## The keys\n\n${table(['key', 'is on', 'says'], rows)}`;
}

function kindTables(): string {
  const own = Object.entries(kinds).filter(([, kind]) => !comesFromKeyword(kind));
  const parts = Object.entries(groups).map(([group, title]) => {
    const rows = own.flatMap(([name, kind]): [string, string][] =>
      kind.group === group && 'says' in kind ? [[`\`${name}\``, kind.says]] : [],
    );
    return `### ${title}\n\n${table(['kind', 'says'], rows)}`;
  });
  const intro = [
    'Kinds that state a keyword of JSON Schema (`maxLength`) or a format (`email`, `dateTime`) are called like it and are',
    'not listed here. An outcome for `format` holds for every format that has none of its own.',
  ].join('\n');
  return ['## The kinds of clauses', intro, ...parts].join('\n\n');
}

/** How many clauses of each API are demanded on whose word, and how binding they are. */
function authorityTable(specifications: readonly Specification[]): string {
  const count = ({ clauses }: Contract, authority: string, binding: string): string =>
    String(clauses.filter((one) => one.authority === authority && one.binding === binding).length);
  const rows = specifications.flatMap(({ api, contract }) =>
    ['documented', 'observed', 'reading'].map((authority) => [
      api,
      authority,
      count(contract, authority, 'MUST'),
      count(contract, authority, 'SHOULD'),
    ]),
  );
  return `## The clauses by authority\n\n${table(['API', 'authority', 'MUST', 'SHOULD'], rows)}`;
}

function comesFromKeyword(kind: Definition): boolean {
  return kind.on === 'keyword' || 'keywords' in kind || 'example' in kind;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
