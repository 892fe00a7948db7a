import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { sharedContract, type Contract } from '@oidc-admin/contract';
import { apis } from './generated/apis.ts';

type Entry = (typeof apis)[keyof typeof apis];

/** An API's mock. */
export type EmbeddedMock = ReturnType<Awaited<ReturnType<Entry['createMock']>>>;

export const knownApis: readonly string[] = Object.keys(apis);

const entries: Readonly<Record<string, Entry>> = apis;
const contracts = new Map<string, Promise<Contract>>();

/** An API's entry; the command line has checked the name. */
export function apiEntry(name: string): Entry {
  const entry = entries[name];
  if (entry === undefined)
    throw new Error(`There is no API '${name}'; there are ${knownApis.join(', ')}`);
  return entry;
}

/** What the specification of an API demands; read once. */
export function contractNamed(name: string): Promise<Contract> {
  const known = contracts.get(name);
  if (known !== undefined) return known;
  const contract = apiEntry(name)
    .document()
    .then((document) => sharedContract(document));
  contracts.set(name, contract);
  return contract;
}

/** SHA-256 of the document in which an API is specified, hexadecimal, as `sha256sum` prints it. */
export function documentHash(name: string): string {
  const url = new URL(import.meta.resolve(`@oidc-admin/${name}-spec/document.json`));
  return createHash('sha256').update(readFileSync(url)).digest('hex');
}

/** A mock of an API that was not started, and the faults that it can have. */
export async function newMock(
  name: string,
  options: Parameters<Awaited<ReturnType<Entry['createMock']>>>[0] = {},
): Promise<EmbeddedMock> {
  const create: (given: typeof options) => EmbeddedMock = await apiEntry(name).createMock();
  return create({ faults: await apiEntry(name).faults(), ...options });
}
