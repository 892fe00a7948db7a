import { readFile } from 'node:fs/promises';
import { standardAccess } from '@oidc-admin/client';
import {
  reportOf,
  run,
  type Report,
  type RunEvent,
  type RunOptions,
} from '@oidc-admin/conformance';
import { accessTable, contractOf, type Contract } from '@oidc-admin/contract';
import { createStandardMock, type Fault, type Mock, type MockOptions } from '@oidc-admin/mock';
import { parse } from 'yaml';
import { FaultyServer, type ServedApi } from '../faultyServer.ts';

/** An OpenAPI document as it was parsed; tests change it before it is read. */
export type Editable = Record<string, unknown>;

/** A small API of this folder: everything is derived from its document alone. */
export interface SmallApi {
  readonly contract: Contract;
  readonly access: ReturnType<typeof standardAccess>;
  readonly mock: (options?: MockOptions) => Mock;
  /** A server on which some of these faults can be switched on. */
  readonly faulty: (faults: readonly Fault[]) => FaultyServer;
}

/** Reads the document of a small API, such as `notes`. */
export async function smallDocument(name: string): Promise<Editable> {
  const text = await readFile(new URL(`${name}.openapi.yaml`, import.meta.url), 'utf8');
  return parse(text, { merge: true }) as Editable;
}

/** Derives everything from a document. */
export function smallApi(document: Editable): SmallApi {
  const contract = contractOf(document);
  const access = standardAccess(accessTable(contract));
  const mock = (options: MockOptions = {}): Mock => createStandardMock(document, options);
  return {
    contract,
    access,
    mock,
    faulty: (faults) =>
      new FaultyServer({
        name: contract.api,
        createMock: mock,
        faults,
        access: access as unknown as ServedApi['access'],
      }),
  };
}

/** Runs all checks strictly at the mock of a small API, in a sandbox unless another level is said. */
export async function strictRun(
  api: SmallApi,
  mock: Mock,
  options: RunOptions = {},
): Promise<StrictReport> {
  await using running = await mock.start();
  // Awaited here: the mock stops when this returns.
  const { environment, existing } = mock.demo;
  return await strictRunAt(api, running.url, environment, { existing, ...options });
}

type StrictReport = Report['targets'][number] & Pick<Report, 'verdict'>;

/** The same at any server of a small API. */
export async function strictRunAt(
  { contract, access }: SmallApi,
  url: string,
  environment: Mock['demo']['environment'],
  { level = 'disposable', ...others }: RunOptions = {},
): Promise<StrictReport> {
  const target = { url, contract, access, environment, embedded: { faults: [] } };
  const events: RunEvent[] = [];
  for await (const event of run(target, { seed: 1, level, strict: true, ...others }))
    events.push(event);
  const { verdict, targets } = reportOf([events], { contractOf: () => contract });
  const [first] = targets;
  if (first === undefined) throw new Error('a run at one target has a report of it');
  return { ...first, verdict };
}
