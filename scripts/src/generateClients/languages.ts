import { createHash } from 'node:crypto';
import { pascalCase } from '../generate/packageSources.ts';

/** What a client is called and how it signs, for the options of its language. */
export interface ClientOfApi {
  readonly api: string;
  /** The version of the specification's package. */
  readonly version: string;
  /** Whether requests are signed with Signature Version 4, which some generators have as an option. */
  readonly isSigned: boolean;
}

/** A further file of a client. The template lies in `templates/<language>`. */
export interface SignerFile {
  readonly template: string;
  readonly folder: string;
  readonly file: string;
}

/** How openapi-generator makes the client of an API in one language. */
export interface ClientLanguage {
  /** Its options: a name of its own for each client, so that two can be installed side by side, and its version. */
  readonly options: (client: ClientOfApi) => Readonly<Record<string, string>>;
  /** Whether the generator keeps the alternatives of a body as types of their own. */
  readonly keepsUnions?: boolean;
  /** Names of values of an enum for which the generator has none. */
  readonly enumNames?: Readonly<Record<string, string>>;
  /** Which of the files that the generator writes a user needs. The README and the licence are not its own. */
  readonly kept: readonly RegExp[];
  /** The template of what signs requests, and where it goes, for a generator whose option for it makes nothing that does. */
  readonly signer?: (client: ClientOfApi) => SignerFile;
  /** How somebody installs the folder, and makes what can be handed on; a README says both. */
  readonly install?: (client: ClientOfApi) => string;
  /** What a README says of errors and time-outs. */
  readonly errors?: string;
}

/** The name of a module or package, where no hyphen can stand in it. */
function wordOf(api: string): string {
  return api.replaceAll('-', '_');
}

/** The same for the same name: the generators make up another one each time. */
function guidOf(name: string): string {
  const digits = createHash('sha256').update(name).digest('hex').toUpperCase();
  return `{${digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5')}}`;
}

/** The folder of Java packages below `src/main/java`. */
export const group = 'oidc.admin';

/** Two generators have this option. In the others, the templates of the manifests name the library that signs. */
const signed = { withAWSV4Signature: 'true' };

/**
 * The languages that are tried here, by the name of the generator. Any other generator works with its own defaults, and
 * gets the document in which every union is one object.
 */
export const languages: Readonly<Record<string, ClientLanguage>> = {
  python: {
    options: ({ api, version, isSigned }) => ({
      packageName: `${wordOf(api)}_client`,
      projectName: `${api}-client`,
      packageVersion: version,
      ...(isSigned && signed),
    }),
    keepsUnions: true,
    signer: ({ api }) => ({
      template: 'signed_client.mustache',
      folder: `${wordOf(api)}_client`,
      file: 'signed_client.py',
    }),
    kept: [/^[^/]+_client\//, /^docs\//, /^pyproject\.toml$/],
    install: () =>
      '    pip install .\n\n`pip wheel --no-deps .` makes a wheel of it, which can be handed on.',
    errors:
      'An answer that is no success raises an `ApiException` with `status`, with `data`, the error that the specification describes, and with `body`. A request waits 60 s, and a read is tried four times; `_request_timeout=5` with a call says otherwise, and `Configuration(retries=0)`. `HTTPS_PROXY` counts, and `Configuration(proxy=…)`.',
  },
  java: {
    options: ({ api, version, isSigned }) => ({
      groupId: group,
      artifactId: `${api}-client`,
      artifactVersion: version,
      invokerPackage: `${group}.${wordOf(api)}`,
      apiPackage: `${group}.${wordOf(api)}.api`,
      modelPackage: `${group}.${wordOf(api)}.model`,
      hideGenerationTimestamp: 'true',
      disallowAdditionalPropertiesIfNotPresent: 'false',
      openApiNullable: 'false',
      generateBuilders: 'false',
      licenseName: 'Apache-2.0',
      ...(isSigned && signed),
    }),
    keepsUnions: true,
    kept: [/^src\/main\/java\//, /^docs\//, /^pom\.xml$/],
    install: ({ api, version }) =>
      [
        '    mvn install',
        '',
        'puts the jar with its pom into the repository of this computer. A project names it by',
        '',
        `    <dependency><groupId>${group}</groupId><artifactId>${api}-client</artifactId><version>${version}</version></dependency>`,
      ].join('\n'),
    errors:
      'An answer that is no success throws an `ApiException` with `getCode()` and `getResponseBody()`. A request waits 10 s each to connect, to send and for an answer; `client.setReadTimeout(30000)` says otherwise. `https.proxyHost` of the Java machine counts.',
  },
  go: {
    options: ({ api, isSigned }) => ({
      packageName: `${wordOf(api).replaceAll('_', '')}client`,
      disallowAdditionalPropertiesIfNotPresent: 'false',
      ...(isSigned && signed),
    }),
    keepsUnions: true,
    kept: [/^[^/]+\.go$/, /^docs\//, /^go\.mod$/],
    install: ({ api, version }) =>
      [
        `    go mod edit -require=${group}/clients/${api}@v${version} -replace=${group}/clients/${api}=FOLDER`,
        '    go mod tidy',
        '',
        'in the folder of a program, where FOLDER is this one.',
      ].join('\n'),
    errors:
      'An answer that is no success is an error, beside the response with its `StatusCode`. By `errors.As` it is a `*GenericOpenAPIError`: `Body()` is what the server sent, `Model()` the error that the specification describes. The context of a call says how long it may take. `HTTPS_PROXY` counts.',
  },
  'typescript-fetch': {
    options: ({ api, version, isSigned }) => ({
      npmName: `@oidc-admin/${api}-fetch`,
      npmVersion: version,
      importFileExtension: '.js',
      licenseName: 'Apache-2.0',
      ...(isSigned && signed),
    }),
    signer: () => ({ template: 'signedFetch.mustache', folder: 'src', file: 'signedFetch.ts' }),
    kept: [/^src\//, /^docs\//, /^package\.json$/, /^tsconfig\.json$/],
    install: () =>
      '    npm install && npm run build && npm pack\n\nmakes a tarball, which `npm install FILE` takes.',
    errors:
      'An answer that is no success throws a `ResponseError`: `error.response.status`, `await error.response.json()`. `{ signal: AbortSignal.timeout(5000) }` behind the values of a call ends it. A proxy is that of the `fetch` that is handed over, as `fetchApi` or `fetch`.',
  },
  csharp: {
    options: ({ api, version }) => ({
      packageName: `OidcAdmin.${pascalCase(api)}`,
      packageVersion: version,
      packageGuid: guidOf(`csharp/${api}`),
      licenseId: 'Apache-2.0',
    }),
    keepsUnions: true,
    kept: [/^src\/[^/]+(?<!\.Test)\/(?!README)/, /^docs\//, /^[^/]+\.sln$/],
  },
  powershell: {
    options: ({ api, version }) => ({
      packageName: `${pascalCase(api)}Client`,
      packageVersion: version,
      packageGuid: guidOf(`powershell/${api}`),
    }),
    keepsUnions: true,
    kept: [/^src\//, /^docs\//, /^Build\.ps1$/],
  },
  kotlin: {
    options: ({ api, version }) => ({
      groupId: group,
      artifactId: `${api}-client-kotlin`,
      artifactVersion: version,
      packageName: `${group}.${wordOf(api)}`,
    }),
    enumNames: { '': 'empty' },
    kept: [/^src\/main\//, /^docs\//, /^(?:build|settings)\.gradle$/],
  },
  rust: {
    options: ({ api, version }) => ({ packageName: `${api}-client`, packageVersion: version }),
    kept: [/^src\//, /^docs\//, /^Cargo\.toml$/],
  },
  php: {
    options: ({ api, version }) => ({
      invokerPackage: `OidcAdmin\\${pascalCase(api)}`,
      composerPackageName: `oidc-admin/${api}-client`,
      artifactVersion: version,
      licenseName: 'Apache-2.0',
    }),
    kept: [/^lib\//, /^docs\//, /^composer\.json$/],
  },
  ruby: {
    options: ({ api, version }) => ({
      gemName: `${wordOf(api)}_client`,
      moduleName: `${pascalCase(api)}Client`,
      gemVersion: version,
      gemLicense: 'Apache-2.0',
    }),
    kept: [/^lib\//, /^docs\//, /^[^/]+\.gemspec$/],
  },
};
