import { apis as generated } from '../generated/apis.ts';
import type { Contract } from '../reports/report.ts';

type Entries = typeof generated;
type Entry = Entries[keyof Entries];

type TestAccess = Awaited<ReturnType<Entry['access']>>;

/** Somebody who can sign in; what else is in it, the API's own package knows. */
export type Principal = Pick<ReturnType<TestAccess['principals']>['principals'][number], 'name'>;
export type Opened = Awaited<ReturnType<TestAccess['open']>>;

/** How testers sign in to an API, as far as the runner itself does. */
export interface Access extends Pick<TestAccess, 'parents' | 'settings'> {
  principals(environment: NodeJS.ProcessEnv): {
    readonly principals: readonly Principal[];
    readonly missing: ReturnType<TestAccess['principals']>['missing'];
  };
  open(target: Parameters<TestAccess['open']>[0], principal: Principal): Promise<Opened>;
  curl(url: string, principal: Principal): ReturnType<TestAccess['curl']>;
}

export type Mock = ReturnType<Awaited<ReturnType<Entry['createMock']>>>;

/** Faults that a mock can be told to have, by the contract of its API. */
type Faults = Awaited<ReturnType<Entry['faults']>>;

/** Those options of a mock that the runner and its tests use. */
export interface MockOptions {
  readonly faults?: Faults;
  readonly sessionTimeoutSeconds?: number;
  readonly onExchange?: (exchange: Mock['requests'][number]) => void;
}

/** What the runner knows of an API; loaded only when it is needed. */
export interface Api {
  readonly title: string;
  createMock(): Promise<(options?: MockOptions) => Mock>;
  faults(): Promise<Faults>;
  access(): Promise<Access>;
}

/** Every API that has a specification, by its name. */
export const apis: Readonly<Record<string, Api>> = generated;

export const apiNames: readonly string[] = Object.keys(apis);

/** An API's entry; the command line has checked the name. */
export const apiNamed = (name: string): Api => {
  const api = apis[name];
  if (api === undefined)
    throw new Error(`There is no API '${name}'; there are ${apiNames.join(', ')}`);
  return api;
};

/** What the specification of an API demands. */
export const contractOf = async (name: string): Promise<Contract> =>
  (await apiNamed(name).createMock())().contract;

/** A mock of an API that can be told to have faults. */
export const faultyMock = async (name: string, options: MockOptions = {}): Promise<Mock> => {
  const api = apiNamed(name);
  return (await api.createMock())({ faults: await api.faults(), ...options });
};
