import { type SignInValues, standsForSecret } from '@oidc-admin/client';
import { type CommandTerminal, UsageError } from '@oidc-admin/client/terminal';
import { givenByVariable, givenText } from '../givenText.ts';
import { parsedInput } from '../inputFile.ts';
import { type DoctorOptions, secretVariable, type Sources } from './doctorFlags.ts';

function defined<T extends object>(values: T): Partial<T> {
  return Object.fromEntries(
    Object.entries(values).filter(([, value]) => value !== undefined),
  ) as Partial<T>;
}

async function givenSecret(
  terminal: CommandTerminal,
  { clientSecretFile: file }: DoctorOptions,
  { clientSecret: text }: SignInValues,
): ReturnType<typeof givenByVariable> {
  const way = '--client-secret-file';
  if (file !== undefined) return { text: await givenText(terminal, way, file), origin: way };
  return text === undefined
    ? givenByVariable(terminal, secretVariable)
    : { text, origin: '--input' };
}

/** A secret as it was given; one that is blank is none. */
async function secretOf(
  terminal: CommandTerminal,
  options: DoctorOptions,
  input: SignInValues,
): Promise<string | undefined> {
  const given = await givenSecret(terminal, options, input);
  if (given === undefined || given.text.trim() === '') return undefined;
  if (standsForSecret(given.text))
    throw new UsageError(
      `${given.origin}: is what is shown in place of a secret, not the secret; give the secret, or none`,
    );
  return given.text;
}

async function fromInput(
  terminal: CommandTerminal,
  { input, for: api }: DoctorOptions,
  sources: Sources,
): Promise<SignInValues> {
  if (input === undefined) return {};
  const source = api === undefined ? undefined : sources[api];
  if (source === undefined)
    throw new UsageError('--input: needs --for, which says whose names its properties have');
  const body = await parsedInput(terminal, input);
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw new UsageError('--input: must be an object, a value under the name of each property');
  return source.signIn.valuesOf(body as Readonly<Record<string, unknown>>);
}

/** Values whose provider is described by another issuer, which goes before the address that was there. */
export function withIssuer(values: SignInValues, issuer: string | undefined): SignInValues {
  if (issuer === undefined) return values;
  return { ...values, issuer, address: values.addressForm === 'issuer' ? issuer : undefined };
}

/** The values that are not saved yet, from flags, `--input` and the environment; in this order of precedence. */
export async function unsavedValues(
  terminal: CommandTerminal,
  address: string | undefined,
  options: DoctorOptions,
  sources: Sources,
): Promise<Partial<SignInValues>> {
  const { certificateFile, jwkSetFile } = options;
  const files = [
    options.input,
    options.clientSecretFile,
    certificateFile,
    jwkSetFile,
    options.caFile,
  ];
  if (files.filter((file) => file === '-').length > 1)
    throw new UsageError('only one option can read standard input');
  const text = (way: string, file: string | undefined) =>
    file === undefined ? undefined : givenText(terminal, way, file);
  const input = await fromInput(terminal, options, sources);
  const source = options.for === undefined ? undefined : sources[options.for];
  return {
    ...defined({ ...withIssuer(input, options.issuer), clientSecret: undefined }),
    ...defined({
      address,
      addressForm: source?.signIn.addressForm,
      issuer: options.issuer,
      authorizationEndpoint: options.authorizationEndpoint,
      clientId: options.clientId,
      clientSecret: await secretOf(terminal, options, input),
      clientSecretMethod: options.clientSecretMethod,
      scopes: options.scopes,
      userNameClaim: options.userNameClaim,
      redirectUri: options.redirectUri,
      certificate: await text('--certificate-file', certificateFile),
      jwkSet: await text('--jwk-set-file', jwkSetFile),
    }),
  };
}
