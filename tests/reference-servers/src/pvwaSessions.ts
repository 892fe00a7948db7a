import { randomBytes } from 'node:crypto';
import type { PvwaChoices } from './pvwaChoices.ts';

type User = { name: string; password: string; vaultAdmin: boolean; wrongPasswords: number };
type Session = { user: User; ends: number };

/** What a token is worth: `ended` is one that was good once. */
type TokenState = { state: 'good'; vaultAdmin: boolean } | { state: 'ended' | 'unknown' };

/** The users of one server and the sessions they opened. */
export class PvwaSessions {
  readonly #choices: PvwaChoices;
  readonly #timeout: number;
  readonly #users: User[];
  readonly #sessions = new Map<string, Session>();
  readonly #ended = new Set<string>();

  /** `timeoutSeconds` is the life of a session; its end is put off by use where the choices say so. */
  constructor(choices: PvwaChoices, timeoutSeconds: number) {
    this.#choices = choices;
    this.#timeout = timeoutSeconds * 1000;
    this.#users = ['admin', 'auditor'].map((name) => ({
      name,
      password: 'Passw0rd!',
      vaultAdmin: name === 'admin',
      wrongPasswords: 0,
    }));
  }

  /** Whether the credentials are right; wrong ones count towards the user's suspension, which looks the same. */
  verify(name: string, password: string): boolean {
    const user = this.#find(name);
    if (user === undefined || user.wrongPasswords >= this.#choices.wrongPasswordsAllowed)
      return false;
    user.wrongPasswords = user.password === password ? 0 : user.wrongPasswords + 1;
    return user.wrongPasswords === 0;
  }

  /** Opens a session for a user whose credentials were verified, and gives its token. */
  open(name: string, options: { concurrent: boolean; newPassword: string | undefined }): string {
    const user = this.#find(name);
    if (user === undefined) throw new Error('open() needs a user that verify() knew');
    if (options.newPassword !== undefined) user.password = options.newPassword;
    if (this.#choices.soleSession && !options.concurrent) {
      for (const [token, session] of this.#sessions) if (session.user === user) this.end(token);
    }
    const token = randomBytes(this.#choices.tokenBytes).toString('base64');
    this.#sessions.set(token, { user, ends: performance.now() + this.#timeout });
    return token;
  }

  look(token: string): TokenState {
    const session = this.#sessions.get(token);
    if (session === undefined) return { state: this.#ended.has(token) ? 'ended' : 'unknown' };
    const now = performance.now();
    if (now >= session.ends) {
      this.end(token);
      return { state: 'ended' };
    }
    if (this.#choices.slidingTimeout) session.ends = now + this.#timeout;
    return { state: 'good', vaultAdmin: session.user.vaultAdmin };
  }

  end(token: string): void {
    this.#sessions.delete(token);
    this.#ended.add(token);
  }

  #find(name: string): User | undefined {
    const wanted = this.#choices.userNameCase === 'ignored' ? name.toLowerCase() : name;
    return this.#users.find((user) => user.name === wanted);
  }
}
