import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { pascalCase } from './packageSources.ts';
import { readSpecifications } from './specification.ts';

const root = join(import.meta.dirname, '../../..');
const apis = readdirSync(join(root, 'specs'), { withFileTypes: true }).flatMap((entry) =>
  entry.isDirectory() ? [entry.name] : [],
);

type Editor = {
  /** Opens a text in place of the one before. */
  readonly open: (text: string) => ts.LanguageService;
  readonly file: string;
};

/** An editor that has one file open, which is never written, beside the sources of a client. */
function editor(api: string): Editor {
  const file = join(root, `packages/${api}-client/src/open.ts`);
  const options: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2022,
    lib: ['lib.es2024.d.ts', 'lib.esnext.disposable.d.ts'],
    module: ts.ModuleKind.NodeNext,
    types: ['node'],
    strict: true,
    exactOptionalPropertyTypes: true,
    allowImportingTsExtensions: true,
    noEmit: true,
    skipLibCheck: true,
  };
  let content = '';
  let version = 0;
  const service = ts.createLanguageService({
    getCompilationSettings: () => options,
    getScriptFileNames: () => [file],
    getScriptVersion: (name) => (name === file ? String(version) : '0'),
    getScriptSnapshot: (name) => {
      const text = name === file ? content : ts.sys.readFile(name);
      return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
    },
    getCurrentDirectory: () => join(root, `packages/${api}-client`),
    getDefaultLibFileName: ts.getDefaultLibFilePath,
    fileExists: (name) => name === file || ts.sys.fileExists(name),
    readFile: (name) => ts.sys.readFile(name),
    directoryExists: (name) => ts.sys.directoryExists(name),
  });
  const open = (text: string): ts.LanguageService => {
    content = text;
    version += 1;
    return service;
  };
  return { open, file };
}

function mistakesIn({ open, file }: Editor, text: string): string[] {
  return open(text)
    .getSemanticDiagnostics(file)
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
}

/** What is shown where the mark `|` stands. */
function hoverAt({ open, file }: Editor, marked: string): string {
  const text = marked.replace('|', '');
  const info = open(text).getQuickInfoAtPosition(file, marked.indexOf('|'));
  const tags = (info?.tags ?? []).map(({ text: parts }) => ts.displayPartsToString(parts));
  return [ts.displayPartsToString(info?.documentation), ...tags].join('\n');
}

/** What a method, property or variable is said to be where the mark `|` stands. */
function signatureAt({ open, file }: Editor, marked: string): string {
  const info = open(marked.replace('|', '')).getQuickInfoAtPosition(file, marked.indexOf('|'));
  return ts.displayPartsToString(info?.displayParts);
}

const pvwa = editor('pvwa');
const head = `import { createPvwaClient } from './createPvwaClient.ts';\nconst pvwa = createPvwaClient({ url: '' });\n`;
const byDiscovery = {
  id: 'a',
  clientId: 'b',
  clientSecretMethod: 'Basic',
  discoveryEndpointUrl: 'c',
};
const { discoveryEndpointUrl: _, ...ofBoth } = byDiscovery;
const byEndpoints = { ...ofBoth, authenticationEndpointUrl: 'd', issuer: 'e', jwkSet: 'f' };
const ofEndpoints = ['authenticationEndpointUrl', 'issuer', 'jwkSet'];

test('a body of either alternative is right, with what it may have beside', () => {
  const bodies = [byDiscovery, byEndpoints, { ...byEndpoints, ...byDiscovery, description: 'g' }];
  const calls = bodies.map((body) => `await pvwa.addProvider(${JSON.stringify(body)});`);
  expect(mistakesIn(pvwa, `${head}${calls.join('\n')}`)).toEqual([]);
});

test.each([
  ...['id', 'clientId', 'clientSecretMethod'].map((lacks) => ({ lacks, body: byDiscovery })),
  ...['id', 'clientId', 'clientSecretMethod', ...ofEndpoints].map((lacks) => ({
    lacks,
    body: byEndpoints,
  })),
])(
  'the error of a body that lacks $lacks names it, and nothing of the other alternative',
  ({ lacks, body }) => {
    const given = Object.fromEntries(Object.entries(body).filter(([name]) => name !== lacks));
    const [mistake = '', ...more] = mistakesIn(
      pvwa,
      `${head}await pvwa.addProvider(${JSON.stringify(given)});`,
    );
    expect(more).toEqual([]);
    const named = [...mistake.matchAll(/Property '(\w+)' is missing/g)].map(([, name]) => name);
    expect(named).toEqual([lacks]);
    expect(mistake).not.toContain('missing the following properties');
  },
);

interface Described {
  readonly $ref?: string;
  readonly name?: string;
  readonly in?: string;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Described>>;
  readonly required?: readonly string[];
  readonly anyOf?: readonly Described[];
  readonly enum?: readonly unknown[];
}

/**
 * Every operation with its texts and those of its properties, of the specification itself. `beside` are properties that say which
 * alternative of a body it is, for one that not all of them have in the same way.
 */
async function describedOperations(api: string) {
  const [specification] = await readSpecifications(root, [api]);
  const document = specification?.document as {
    readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  };
  const resolved = (one: Described): Described =>
    one.$ref === undefined
      ? one
      : resolved(
          one.$ref
            .split('/')
            .slice(1)
            .reduce<unknown>(
              (at, key) => (at as Record<string, unknown>)[key],
              document,
            ) as Described,
        );
  return Object.values(document.paths).flatMap(({ parameters: ofPath = [], ...verbs }) =>
    Object.values(verbs).map((verb) => {
      const { operationId, summary, description, parameters, requestBody } = verb as {
        operationId: string;
        summary: string;
        description: string;
        parameters?: Described[];
        requestBody?: { content: Record<string, { schema: Described }> };
      };
      const body = resolved(requestBody?.content['application/json']?.schema ?? {});
      const alternatives = (body.anyOf ?? [body]).map(resolved);
      const [{ properties = {}, required = [] } = {}] = alternatives;
      const own = required.filter((name) =>
        alternatives.some((one) => !one.required?.includes(name)),
      );
      const isShared = (name: string): boolean =>
        alternatives.every(
          (one) =>
            name in (one.properties ?? {}) &&
            one.required?.includes(name) === required.includes(name),
        );
      const ofParameters = [...(ofPath as Described[]), ...(parameters ?? [])]
        .map(resolved)
        .filter((one) => one.in !== 'header')
        .map((one) => ({
          property: one.name ?? '',
          text: one.description ?? '',
          value: "''",
          beside: [],
        }));
      const ofBody = Object.entries(properties).map(([property, one]) => ({
        property,
        text: resolved(one).description ?? '',
        // A value that no alternative has leads to none of them.
        value: JSON.stringify(resolved(one).enum?.[0] ?? ''),
        beside: isShared(property) ? [] : own.filter((name) => name !== property),
      }));
      const all = [...ofParameters, ...ofBody].filter(({ text }) => text !== '');
      return { id: operationId, texts: [summary, description], properties: all };
    }),
  );
}

/** A text without its line breaks: a comment has them elsewhere. */
function words(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}

test.each(apis)(
  "every method of %s shows the specification's text, and so do its properties",
  async (api) => {
    const name = pascalCase(api);
    const own = api === 'pvwa' ? pvwa : editor(api);
    const start = `import { create${name}Client } from './create${name}Client.ts';\ndeclare const client: ReturnType<typeof create${name}Client>;\n`;
    const operations = await describedOperations(api);
    expect(operations.length).toBeGreaterThan(2);
    for (const { id, texts, properties } of operations) {
      const shown = words(hoverAt(own, `${start}client.|${id}`));
      for (const text of texts) expect(shown).toContain(words(text));
      for (const { property, text, value, beside } of properties) {
        const given = [`|${property}: ${value}`, ...beside.map((one) => `${one}: ''`)].join(', ');
        const hover = words(hoverAt(own, `${start}client.${id}({ ${given} });`));
        expect([id, property, hover]).toEqual([id, property, expect.stringContaining(words(text))]);
      }
    }
    const counted = operations.flatMap(({ properties }) => properties);
    expect(counted.length).toBeGreaterThan(10);
  },
);

test.each(apis)(
  'every method of %s says what it takes by a name that the package exports',
  (api) => {
    const name = pascalCase(api);
    const own = api === 'pvwa' ? pvwa : editor(api);
    const start = `import { create${name}Client } from './index.ts';\ndeclare const client: ReturnType<typeof create${name}Client>;\n`;
    const inputs = readFileSync(
      join(root, `packages/${api}-client/src/generated/inputs.ts`),
      'utf8',
    );
    const named = [...inputs.matchAll(/^ {2}readonly (\w+): (\w+);$/gm)];
    expect(named.length).toBeGreaterThan(2);
    for (const [, id = '', type = ''] of named) {
      expect(signatureAt(own, `${start}client.|${id}`)).toMatch(
        new RegExp(`: \\(input\\??: ${type}, options`),
      );
      const taken = `import type { ${type} } from './index.ts';\ndeclare const input: ${type};`;
      expect(mistakesIn(own, `${start}${taken}\nvoid client.${id}(input);`)).toEqual([]);
    }
  },
);

test.each(apis)(
  'every method of %s says what it answers by the name of the schema, which the package exports',
  (api) => {
    const name = pascalCase(api);
    const own = api === 'pvwa' ? pvwa : editor(api);
    const start = `import { create${name}Client } from './index.ts';\ndeclare const client: ReturnType<typeof create${name}Client>;\n`;
    const { paths } = JSON.parse(
      readFileSync(join(root, `specs/${api}/generated/document.json`), 'utf8'),
    ) as { paths: Record<string, Record<string, { operationId?: string; responses?: object }>> };
    const named = Object.values(paths)
      .flatMap((one) => Object.values(one))
      .flatMap(({ operationId = '', responses = {} }) => {
        const success = JSON.stringify(
          Object.entries(responses).filter(([status]) => status < '300'),
        );
        const schema = /"schema":\{"\$ref":"#\/components\/schemas\/(\w+)"/.exec(success)?.[1];
        return schema === undefined || schema === 'SessionToken' ? [] : [{ operationId, schema }];
      });
    expect(named.length).toBeGreaterThan(2);
    for (const { operationId, schema } of named) {
      expect(signatureAt(own, `${start}client.|${operationId}`)).toContain(`Promise<${schema}>`);
      const answered = `import type { ${schema} } from './index.ts';\ndeclare const answer: ${schema};`;
      const same = `const one: Awaited<ReturnType<typeof client.${operationId}>> = answer;\nvoid one;`;
      expect(mistakesIn(own, `${start}${answered}\n${same}`)).toEqual([]);
      // Callers who take any record, such as those who show a table, take it as well.
      const record = 'const record: Readonly<Record<string, unknown>> = answer;\nvoid record;';
      expect(mistakesIn(own, `${start}${answered}\n${record}`)).toEqual([]);
    }
  },
);

test('what stands within an answer has its name too', () => {
  expect(signatureAt(pvwa, `${head}(await pvwa.listProviders()).|Providers;`)).toMatch(
    /Providers: Provider\[\]/,
  );
});

test('a union of bodies has a name, and so has each of them', () => {
  expect(signatureAt(pvwa, `${head}pvwa.|addProvider`)).toContain('(input: AddProviderInput,');
  const { id: _id, ...lacking } = byEndpoints;
  const [mistake = ''] = mistakesIn(
    pvwa,
    `${head}await pvwa.addProvider(${JSON.stringify(lacking)});`,
  );
  expect(mistake).toContain("not assignable to parameter of type 'AddProviderInput'");
});

test('options show what they do, the unit too', () => {
  const call = `${head}await pvwa.listProviders({}, { |timeoutMs: 1 });`;
  expect(hoverAt(pvwa, call)).toMatch(/milliseconds/i);
  const start = "import { createPvwaClient } from './createPvwaClient.ts';\n";
  expect(hoverAt(pvwa, `${start}createPvwaClient({ |bearer: true, url: '' });`)).toContain(
    'Bearer',
  );
});
