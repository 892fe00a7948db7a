import type { CommandLine } from '@oidc-admin/client';
import { UsageError } from '@oidc-admin/client/terminal';
import { Option } from 'commander';
import { commonFlags, proxyArgument } from '../flags.ts';

/** The variable that gives the client secret. */
export const secretVariable = 'OIDC_CLIENT_SECRET';

/** What the flags of the doctor say; those of the sources stand under the names of their flags. */
export interface DoctorOptions {
  readonly for?: string;
  readonly input?: string;
  readonly issuer?: string;
  readonly authorizationEndpoint?: string;
  readonly clientId?: string;
  readonly clientSecretFile?: string;
  readonly clientSecretMethod?: 'basic' | 'post';
  readonly scopes?: string;
  readonly userNameClaim?: string;
  readonly certificateFile?: string;
  readonly jwkSetFile?: string;
  readonly redirectUri?: string;
  readonly endpointUrl?: string;
  readonly context?: string;
  readonly noInput?: true;
  readonly debug?: true;
  readonly timeout?: string;
  readonly proxy?: string;
  readonly caFile?: string;
  readonly signIn?: true;
  readonly signInPort?: string;
  readonly open?: true;
  readonly userName?: string;
  readonly output?: 'text' | 'json';
}

/** An API that keeps sign-ins, by its name. */
export type Sources = Readonly<Record<string, CommandLine & Required<Pick<CommandLine, 'signIn'>>>>;

function group(heading: string, options: readonly Option[]): Option[] {
  return options.map((option) => option.helpGroup(heading));
}

/** How a server is reached that has saved something, as for every command. */
function reachFlags(sources: Sources): Option[] {
  const settings = Object.values(sources).flatMap((source) => source.settings);
  const own = new Set(settings.flatMap(({ flag }) => flag ?? []));
  return commonFlags(settings).filter(
    (option) => own.has(option.name()) || ['context', 'no-input', 'debug'].includes(option.name()),
  );
}

/** Every flag of the doctor, in the order of its help. */
export function doctorFlags(sources: Sources): Option[] {
  const saved = Object.values(sources).map(
    ({ signIn }) => new Option(`--${signIn.flag} <id>`, signIn.description),
  );
  const secret = new Option('--client-secret <text>').hideHelp().argParser(() => {
    throw new UsageError(
      `--client-secret: a secret is not taken as an argument, where other users and the shell's history can see it; give --client-secret-file or ${secretVariable}`,
    );
  });
  return [
    ...group('What is saved:', [
      ...saved,
      new Option('--endpoint-url <url>', 'where that server is, in place of its variable'),
    ]),
    ...group('What is not saved yet; each wins over what is saved:', [
      new Option(
        '--for <api>',
        'the API that is to get the values: decides the form of the address, and the names in --input',
      ).choices(Object.keys(sources)),
      new Option(
        '--input <file>',
        'the body that is to be sent, JSON or YAML; - is standard input',
      ),
      new Option('--client-id <text>', 'the client id'),
      new Option(
        '--client-secret-file <file>',
        `holds the client secret, - is standard input or asks; ${secretVariable} and ${secretVariable}_FILE are read too`,
      ),
      secret,
      new Option('--client-secret-method <method>', 'how the client secret is sent').choices([
        'basic',
        'post',
      ]),
      new Option('--scopes <text>', 'the scopes, separated by spaces'),
      new Option('--user-name-claim <text>', 'the claim that holds the user name'),
      new Option('--redirect-uri <url>', 'where the service wants users to come back'),
      new Option('--certificate-file <file>', 'PEM of a certification authority to trust as well'),
      new Option('--jwk-set-file <file>', 'the keys that the service is to keep'),
      new Option('--issuer <url>', 'the issuer, where the provider is described by hand'),
      new Option('--authorization-endpoint <url>', 'the same, its authorization endpoint'),
    ]),
    ...group('A real sign-in, with the values as they are:', [
      new Option(
        '--sign-in',
        'have somebody sign in with a browser; shows the claims that come. The client secret is sent to the provider',
      ),
      new Option(
        '--sign-in-port <number>',
        'where the browser comes back to: the provider has to know http://127.0.0.1:<number>/callback; a free port where not given',
      ),
      new Option('--open', 'open the browser, in place of only printing the address'),
      new Option(
        '--user-name <text>',
        'the name of the account at the service, to compare; asked for at a terminal',
      ),
    ]),
    ...group('Other options:', [
      new Option('--output <form>', 'text or json').choices(['text', 'json']).default('text'),
      new Option(
        '--timeout <seconds>',
        'for all that is read; 30 where not given. A person has 5 minutes',
      ),
      new Option(
        '--proxy <url>',
        'the proxy, in place of HTTPS_PROXY, HTTP_PROXY, ALL_PROXY and NO_PROXY',
      ).argParser(proxyArgument),
      new Option(
        '--ca-file <file>',
        'certificates in PEM form that this computer trusts beside the usual ones',
      ),
      ...reachFlags(sources),
    ]),
  ];
}
