import { noBytes, type MockReply, type Received, type Responder } from './exchange.ts';
import type { Mock } from './mock.ts';
import { replyOf } from './replyOf.ts';
import type { SandboxInfo, SandboxLimits } from './sandboxInfo.ts';

/** The header that names the sandbox of a request. */
export const sandboxHeader = 'x-mock-sandbox';

/** What stands before the path of a request for a sandbox, with its name behind it, where no header names it. */
const sandboxPath = '/_sandbox/';

/** A mock of its own, with what answers for it. */
export interface SandboxParts {
  readonly mock: Mock;
  /** Answers as the mock that contains it: from within the process, or over HTTP. */
  readonly responder: (isOverHttp: boolean) => Responder;
}

/** What a sandbox says to what holds it. */
export interface SandboxHooks {
  readonly onReset: () => void;
  /** Called for each request that it answered, by whatever way it came. */
  readonly onUse: () => void;
}

interface Sandbox extends SandboxParts {
  used: number;
  bytes: number;
}

const names = /^[\w.-]{1,64}$/;
const nameRule = 'a sandbox has a name of 1 to 64 letters, digits, dots, hyphens and underscores';

/** No place for one more, or for more bytes. */
class SandboxFull extends Error {
  override readonly name = 'SandboxFull';
}

/** The sandboxes of a mock, each made when it is first named. A used one is never dropped to make room: its test would fail for no reason. */
export class Sandboxes {
  readonly #make: (name: string, hooks: SandboxHooks) => SandboxParts;
  readonly #limits: Required<SandboxLimits>;
  readonly #open = new Map<string, Sandbox>();

  constructor(
    make: (name: string, hooks: SandboxHooks) => SandboxParts,
    { most = 100, idleMs = 600_000, mostBytes = 64 * 1024 * 1024 }: SandboxLimits,
  ) {
    this.#make = make;
    this.#limits = { most, idleMs, mostBytes };
  }

  /** The mock of a sandbox. Throws where the name is none, or where there are too many. */
  mock(name: string): Mock {
    return this.#sandbox(name).mock;
  }

  list(): readonly SandboxInfo[] {
    this.#dropIdle();
    return [...this.#open].map(([name, { mock, bytes, used }]) => ({
      name,
      requests: mock.requests.length,
      bytes,
      idleMs: performance.now() - used,
    }));
  }

  drop(name: string): void {
    this.#open.delete(name);
  }

  /** Puts the sandboxes before a mock: a request that names none goes on as it is. */
  before(main: Responder, isOverHttp: boolean): Responder {
    return {
      handle: (received) => {
        const found = sandboxOf(received);
        return found === undefined ? main.handle(received) : this.#handle(found, isOverHttp);
      },
      refuse: (received, status, message) => main.refuse(received, status, message),
    };
  }

  #handle(
    { name, received }: { readonly name: string; readonly received: Received },
    isOverHttp: boolean,
  ): MockReply | Promise<MockReply> {
    try {
      const sandbox = this.#sandbox(name);
      sandbox.bytes += received.body.byteLength;
      if (received.body !== noBytes && this.#bytes() > this.#limits.mostBytes) {
        sandbox.bytes -= received.body.byteLength;
        const { mostBytes } = this.#limits;
        throw new SandboxFull(
          `the sandboxes have got ${mostBytes} bytes together; reset or drop some`,
        );
      }
      return sandbox.responder(isOverHttp).handle(received);
    } catch (error) {
      const status = error instanceof SandboxFull ? 507 : 400;
      const message = error instanceof Error ? error.message : 'unknown';
      return replyOf(status, [['content-type', 'application/json']], { message });
    }
  }

  #sandbox(name: string): Sandbox {
    this.#dropIdle();
    let sandbox = this.#open.get(name);
    if (sandbox === undefined) {
      if (!names.test(name)) throw new Error(nameRule);
      const { most, idleMs } = this.#limits;
      if (this.#open.size >= most)
        throw new SandboxFull(
          `there are ${most} sandboxes; drop one, or wait until one was not used for ${idleMs / 1000} seconds`,
        );
      const made: Sandbox = {
        ...this.#make(name, {
          onReset: () => (made.bytes = 0),
          onUse: () => this.#open.get(name) === made && this.#use(name, made),
        }),
        used: 0,
        bytes: 0,
      };
      sandbox = made;
    }
    this.#use(name, sandbox);
    return sandbox;
  }

  #use(name: string, sandbox: Sandbox): void {
    // Not the mock's clock: tests move that one.
    sandbox.used = performance.now();
    // The one that was used last stands last.
    this.#open.delete(name);
    this.#open.set(name, sandbox);
  }

  #bytes(): number {
    let sum = 0;
    for (const { bytes } of this.#open.values()) sum += bytes;
    return sum;
  }

  #dropIdle(): void {
    const oldest = performance.now() - this.#limits.idleMs;
    for (const [name, { used }] of this.#open) {
      if (used >= oldest) return;
      this.#open.delete(name);
    }
  }
}

/** The sandbox that a request names, and the request as that one sees it; undefined where it names none. */
function sandboxOf(
  received: Received,
): { readonly name: string; readonly received: Received } | undefined {
  const { target } = received;
  if (target.startsWith(sandboxPath)) {
    const end = target.slice(sandboxPath.length).search(/[/?]/);
    const prefix = end < 0 ? target : target.slice(0, sandboxPath.length + end);
    const rest = target.slice(prefix.length);
    return {
      name: prefix.slice(sandboxPath.length),
      received: { ...received, prefix, target: rest.startsWith('/') ? rest : `/${rest}` },
    };
  }
  const name = received.headers[sandboxHeader];
  return name === undefined ? undefined : { name, received };
}

/** Below which path a sandbox answers, for clients that cannot send a header. */
export function pathOfSandbox(name: string): string {
  if (!names.test(name)) throw new Error(nameRule);
  return `${sandboxPath}${name}`;
}
