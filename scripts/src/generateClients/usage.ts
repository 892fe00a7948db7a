import { camelCase } from '../generate/packageSources.ts';
import type { FirstCall } from './firstCall.ts';
import { group, type ClientOfApi } from './languages.ts';

/** A program for a README, and the word that Markdown has for its language. */
export interface Usage {
  readonly word: string;
  readonly text: string;
}

type Writer = (call: FirstCall, client: ClientOfApi) => Usage;

/** The programs that sign in and make the first call, by the languages that have one. */
export const usages: Readonly<Record<string, Writer>> = {
  python: (call, { api }) => ({
    word: 'py',
    text: inPython(call, `${api.replaceAll('-', '_')}_client`),
  }),
  java: (call, { api }) => ({
    word: 'java',
    text: inJava(call, `${group}.${api.replaceAll('-', '_')}`),
  }),
  go: (call, { api }) => ({ word: 'go', text: inGo(call, `${group}/clients/${api}`) }),
  'typescript-fetch': (call, { api }) => ({
    word: 'ts',
    text: inTypeScript(call, `@oidc-admin/${api}-fetch`),
  }),
};

/** What a scheme of each kind makes of the variables that hold credentials; nothing without a scheme. */
function signIn<T>(
  { scheme, credentials }: FirstCall,
  kinds: Readonly<Record<string, (held: Readonly<Record<string, string>>, scheme: string) => T>>,
): T | undefined {
  return scheme && kinds[scheme.kind]?.(credentials, scheme.name);
}

function inPython(call: FirstCall, name: string): string {
  const held = (variable = ''): string => `os.environ['${variable}']`;
  const given = signIn<readonly string[]>(call, {
    bearer: ({ token }) => [`access_token=${held(token)}`],
    oauth2: () => ['access_token=token'],
    basic: ({ username, password }) => [`username=${held(username)}`, `password=${held(password)}`],
    apiKey: ({ apiKey }, scheme) => [`api_key={'${scheme}': ${held(apiKey)}}`],
  });
  const token = signIn<readonly string[]>(call, {
    oauth2: ({ clientId, clientSecret }) => [
      `who = urllib3.make_headers(basic_auth=f"{${held(clientId)}}:{${held(clientSecret)}}")`,
      `who['Content-Type'] = 'application/x-www-form-urlencoded'`,
      `answer = urllib3.request('POST', ${held(tokenVariable(call))}, headers=who, body='grant_type=client_credentials', timeout=30, redirect=False)`,
      `token = answer.json().get('access_token') if answer.status == 200 else None`,
      'if not token:',
      `    raise SystemExit(f'no token came, but the status {answer.status}')`,
    ],
  });
  const signed = signIn<readonly string[]>(call, {
    signature: ({ accessKey, secretKey, region, service }) => [
      `keys = Credentials(${held(accessKey)}, ${held(secretKey)})`,
      `client = SignedClient(keys, ${held(region)}, ${held(service)}, configuration)`,
    ],
  });
  const path = Object.values(call.path).map((variable) => held(variable));
  return lines(
    'import os',
    '',
    `import ${name}`,
    ...(token === undefined ? [] : ['import urllib3']),
    ...(signed === undefined
      ? []
      : [
          'from botocore.credentials import Credentials',
          `from ${name}.signed_client import SignedClient`,
        ]),
    '',
    ...(token ?? []),
    `configuration = ${name}.Configuration(`,
    ...[`host=${held(call.urlVariable)}`, ...(given ?? [])].map((one) => `    ${one},`),
    ')',
    ...(signed ?? [`client = ${name}.ApiClient(configuration)`]),
    `print(${name}.${call.group}(client).${call.method}(${path.join(', ')}))`,
  );
}

function inJava(call: FirstCall, name: string): string {
  const held = (variable = ''): string => `System.getenv("${variable}")`;
  const given = signIn<readonly string[]>(call, {
    bearer: ({ token }) => [`client.setBearerToken(${held(token)});`],
    basic: ({ username, password }) => [
      `client.setUsername(${held(username)});`,
      `client.setPassword(${held(password)});`,
    ],
    apiKey: ({ apiKey }) => [`client.setApiKey(${held(apiKey)});`],
    signature: ({ accessKey, secretKey, region, service }) => [
      `client.setAWS4Configuration(${[accessKey, secretKey, region, service].map(held).join(', ')});`,
    ],
  });
  const made = signIn<string>(call, {
    oauth2: ({ clientId, clientSecret }) =>
      `${[held(call.urlVariable), held(clientId), held(clientSecret)].join(', ')}, Map.of()`,
  });
  const values = [
    ...Object.values(call.path).map((variable) => held(variable)),
    ...Array.from({ length: call.optional }, () => 'null'),
  ];
  return lines(
    ...(made === undefined ? [] : ['import java.util.Map;']),
    `import ${name}.ApiClient;`,
    `import ${name}.api.${call.group};`,
    '',
    'public class Example {',
    '  public static void main(String[] arguments) throws Exception {',
    `    var client = new ApiClient(${made ?? ''}).setBasePath(${held(call.urlVariable)});`,
    ...(given ?? []).map((line) => `    ${line}`),
    `    System.out.println(new ${call.group}(client).${call.method}(${values.join(', ')}));`,
    '  }',
    '}',
  );
}

function inGo(call: FirstCall, module: string): string {
  const held = (variable = ''): string => `os.Getenv("${variable}")`;
  const value = signIn<readonly [key: string, value: string]>(call, {
    bearer: ({ token }) => ['ContextAccessToken', held(token)],
    basic: ({ username, password }) => [
      'ContextBasicAuth',
      `api.BasicAuth{UserName: ${held(username)}, Password: ${held(password)}}`,
    ],
    apiKey: ({ apiKey }, scheme) => [
      'ContextAPIKeys',
      `map[string]api.APIKey{"${scheme}": {Key: ${held(apiKey)}}}`,
    ],
    oauth2: ({ clientId, clientSecret }) => [
      'ContextOAuth2',
      `(&clientcredentials.Config{ClientID: ${held(clientId)}, ClientSecret: ${held(clientSecret)}, TokenURL: ${held(tokenVariable(call))}}).TokenSource(ctx)`,
    ],
    signature: ({ accessKey, secretKey, region, service }) => [
      'ContextAWSv4',
      `api.AWSv4{AccessKey: ${held(accessKey)}, SecretKey: ${held(secretKey)}, Region: ${held(region)}, Service: ${held(service)}}`,
    ],
  });
  const values = ['ctx', ...Object.values(call.path).map((variable) => held(variable))];
  return lines(
    'package main',
    '',
    'import (',
    ...['context', 'encoding/json', 'os', 'time'].map((name) => `\t"${name}"`),
    '',
    ...(call.scheme?.kind === 'oauth2' ? ['\t"golang.org/x/oauth2/clientcredentials"'] : []),
    `\tapi "${module}"`,
    ')',
    '',
    'func main() {',
    '\tconfiguration := api.NewConfiguration()',
    `\tconfiguration.Servers = api.ServerConfigurations{{URL: ${held(call.urlVariable)}}}`,
    '\tctx, cancel := context.WithTimeout(context.Background(), time.Minute)',
    '\tdefer cancel()',
    ...(value === undefined
      ? []
      : [`\tctx = context.WithValue(ctx, api.${value[0]}, ${value[1]})`]),
    `\tfound, _, err := api.NewAPIClient(configuration).${call.group}.${call.method}(${values.join(', ')}).Execute()`,
    '\tif err != nil {',
    '\t\tpanic(err)',
    '\t}',
    '\tjson.NewEncoder(os.Stdout).Encode(found)',
    '}',
  );
}

function inTypeScript(call: FirstCall, name: string): string {
  const held = (variable = ''): string => `process.env['${variable}'] ?? ''`;
  const given = signIn<readonly string[]>(call, {
    bearer: ({ token }) => [`accessToken: ${held(token)},`],
    // The generator writes the word for a bearer scheme only.
    oauth2: () => ['accessToken: `Bearer ${token.access_token}`,'],
    basic: ({ username, password }) => [
      `username: ${held(username)},`,
      `password: ${held(password)},`,
    ],
    apiKey: ({ apiKey }) => [`apiKey: ${held(apiKey)},`],
    signature: () => ['fetchApi,'],
  });
  const before = signIn<readonly string[]>(call, {
    oauth2: ({ clientId, clientSecret }) => [
      `const who = Buffer.from(\`\${${held(clientId)}}:\${${held(clientSecret)}}\`).toString('base64');`,
      `const answer = await fetch(${held(tokenVariable(call))}, {`,
      `  method: 'POST',`,
      '  headers: { authorization: `Basic ${who}` },',
      `  body: new URLSearchParams({ grant_type: 'client_credentials' }),`,
      `  redirect: 'manual',`,
      '  signal: AbortSignal.timeout(30_000),',
      '});',
      'const token = answer.ok ? ((await answer.json()) as { access_token?: string }) : {};',
      'if (!token.access_token) throw new Error(`no token came, but the status ${answer.status}`);',
    ],
    signature: ({ accessKey, secretKey, region, service }) => [
      'const fetchApi = signedFetch({',
      `  credentials: { accessKeyId: ${held(accessKey)}, secretAccessKey: ${held(secretKey)} },`,
      `  region: ${held(region)},`,
      `  service: ${held(service)},`,
      '});',
    ],
  });
  const path = Object.entries(call.path).map(
    ([one, variable]) => `${camelCase(one.replaceAll('_', '-'))}: ${held(variable)}`,
  );
  return lines(
    `import { Configuration, ${call.group} } from '${name}';`,
    ...(call.scheme?.kind === 'signature'
      ? [`import { signedFetch } from '${name}/signedFetch';`]
      : []),
    '',
    ...(before ?? []),
    'const configuration = new Configuration({',
    `  basePath: ${held(call.urlVariable)},`,
    ...(given ?? []).map((line) => `  ${line}`),
    '});',
    `console.log(await new ${call.group}(configuration).${call.method}(${path.length === 0 ? '' : `{ ${path.join(', ')} }`}));`,
  );
}

/** Where tokens come from: a variable beside that of the id. */
function tokenVariable({ credentials }: FirstCall): string {
  return (credentials['clientId'] ?? '').replace(/CLIENT_ID$/, 'TOKEN_URL');
}

function lines(...all: readonly string[]): string {
  return all.join('\n');
}
