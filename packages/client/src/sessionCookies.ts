import type { TableOperation } from '@oidc-admin/contract';
import { Cookies } from './cookies.ts';

/**
 * The cookies of a client, one jar for each of its sessions. What opens a session begins with an empty jar, also where it
 * takes several requests; what is under way in the session before keeps its own.
 */
export class SessionCookies {
  #current = new Cookies();
  #opening: Cookies | undefined;

  /** The jar that a request of an operation goes with. */
  of({ action }: TableOperation): Cookies {
    if (action.does !== 'open') return this.#current;
    return (this.#opening ??= new Cookies());
  }

  /** A request with this jar was answered with a success. */
  succeeded({ action }: TableOperation, jar: Cookies): void {
    if (action.does === 'open') {
      this.#current = jar;
      this.#opening = undefined;
    } else if (action.does === 'close' && this.#current === jar) this.#current = new Cookies();
  }
}
