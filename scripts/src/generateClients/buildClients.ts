import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { plainDocument } from '../generate/plainDocument.ts';
import type { Specification } from '../generate/specification.ts';
import { clientDocument } from './clientDocument.ts';
import { failureReason } from './failureReason.ts';
import { fetchJar } from './generatorJar.ts';
import { java, requireJava } from './java.ts';
import { type ClientOfApi, group, type ClientLanguage, languages } from './languages.ts';
import { packageReadme } from './packageReadme.ts';
import { templatesOf } from './templates.ts';

/** Any generator that is not in the table. */
const unknown: ClientLanguage = { options: () => ({}), kept: [/^(?!\.|git_push)/] };

/**
 * Makes the client of each API in each language, in the empty folder `target`, as `<language>/<api>`: what openapi-generator
 * writes and a user needs, what the API has of its own in `packages/<api>-client/languages`, a README and the licence.
 * All are made by one start of Java.
 */
export async function buildClients(
  root: string,
  specifications: readonly Specification[],
  names: readonly string[],
  target: string,
): Promise<void> {
  const scratch = mkdtempSync(join(tmpdir(), 'generate-clients-'));
  try {
    // Before anything is downloaded.
    await requireJava();
    const jar = await fetchJar(root);
    const clients = specifications.flatMap((specification) =>
      names.map((language) => ({ language, specification, client: clientOf(root, specification) })),
    );
    const templates = new Map<string, string | undefined>();
    for (const name of names) templates.set(name, await templatesOf(name, jar, scratch));
    const settings = clients.map(({ language, specification, client }) =>
      writeSettings(scratch, language, specification, client, templates.get(language)),
    );
    await java(['-jar', jar, 'batch', '--fail-fast', ...settings], scratch).catch(
      (error: { readonly stdout?: string; readonly stderr?: string; readonly message: string }) => {
        const output = `${error.stdout ?? ''}\n${error.stderr ?? ''}`.trim();
        const reason = output && failureReason(output, Object.keys(languages));
        throw new Error(reason || error.message, { cause: error });
      },
    );
    for (const { language, specification, client } of clients) {
      const made = join(scratch, 'out', language, client.api);
      if (!existsSync(made))
        throw new Error(`openapi-generator wrote no ${language} client of ${client.api}`);
      writePackage(root, made, join(target, language, client.api), {
        language,
        specification,
        client,
      });
    }
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function clientOf(root: string, { api, contract }: Specification): ClientOfApi {
  const manifest = join(root, 'specs', api, 'package.json');
  const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { readonly version: string };
  const isSigned = Object.values(contract.security).some(({ kind }) => kind === 'signature');
  return { api, version, isSigned };
}

/** Writes what the generator is to do for one client, and its document. Answers the path of the settings. */
function writeSettings(
  scratch: string,
  name: string,
  { document }: Specification,
  client: ClientOfApi,
  templateDir: string | undefined,
): string {
  const {
    options,
    keepsUnions = false,
    signer,
    enumNames: names = {},
  } = languages[name] ?? unknown;
  const signs = client.isSigned ? signer?.(client) : undefined;
  const inputSpec = join(scratch, `${name}-${client.api}.json`);
  writeFileSync(inputSpec, JSON.stringify(clientDocument(plainDocument(document), keepsUnions)));
  const settings = join(scratch, `${name}-${client.api}.settings.json`);
  writeFileSync(
    settings,
    JSON.stringify({
      inputSpec,
      generatorName: name,
      outputDir: join(scratch, 'out', name, client.api),
      ...(templateDir !== undefined && { templateDir }),
      // The path of a Go module, and where other languages say that it comes from.
      gitHost: group,
      gitUserId: 'clients',
      gitRepoId: client.api,
      additionalProperties: options(client),
      enumNameMappings: names,
      ...(signs !== undefined && {
        files: {
          [signs.template]: {
            templateType: 'SupportingFiles',
            folder: signs.folder,
            destinationFilename: signs.file,
          },
        },
      }),
    }),
  );
  return settings;
}

interface Made {
  readonly language: string;
  readonly specification: Specification;
  readonly client: ClientOfApi;
}

function writePackage(root: string, made: string, folder: string, of: Made): void {
  const { language, specification, client } = of;
  const { kept } = languages[language] ?? unknown;
  for (const entry of readdirSync(made, { recursive: true, withFileTypes: true })) {
    const path = relative(made, join(entry.parentPath, entry.name)).replaceAll('\\', '/');
    if (!entry.isFile() || !kept.some((pattern) => pattern.test(path))) continue;
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    cpSync(join(made, path), join(folder, path));
  }
  if (!existsSync(folder))
    throw new Error(`nothing of the ${language} client of ${client.api} is for users`);
  const own = join(root, 'packages', `${client.api}-client`, 'languages', language);
  if (existsSync(join(own, 'package'))) cpSync(join(own, 'package'), folder, { recursive: true });
  writeFileSync(
    join(folder, 'README.md'),
    packageReadme(specification, language, client, { own, docs: join(made, 'docs') }),
  );
  cpSync(join(root, 'LICENSE'), join(folder, 'LICENSE'));
}
