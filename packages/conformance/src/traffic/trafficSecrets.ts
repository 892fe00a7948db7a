import type { Redactor } from '@oidc-admin/client';
import type { Contract, Operation } from '@oidc-admin/contract';
import { leavesOf, type Leaf } from '../checks/json.ts';
import { SecretIndex } from '../checks/secretIndex.ts';
import { credentialsIn, isMask, isTelling } from './leaks.ts';
import { Recent } from './recent.ts';
import { jsonIn } from './requestBody.ts';
import type { TrafficExchange } from './trafficExchange.ts';

/** What one exchange tells of secrets. */
export interface SecretsOfExchange {
  /** Those that were sent, and must not come back. */
  readonly sent: readonly string[];
  /** Further texts that no report may show: what the server made, and what a marked query holds. */
  readonly hidden: readonly string[];
  /** Texts that were sent where anybody may read them: a secret that is a part of one is none that could be found again. */
  readonly plain: readonly string[];
}

/** Shorter cookies are flags and languages, shorter values of a query are words. */
const shortestCookie = 12;
const shortestValue = 6;

/** What an exchange shows of secrets: in bodies, in the query, in headers, and in the response. */
export function secretsOf(
  { sensitive }: Contract,
  redactor: Redactor,
  { id }: Operation,
  { url, headers, body = '', response }: TrafficExchange,
): SecretsOfExchange {
  const query = Object.fromEntries(new URL(url).searchParams);
  const sent = bodyOf(body, headers['content-type']);
  const answered = jsonIn(response?.body ?? '');
  const isWhole = sensitive.wholeResponses.includes(id) && (response?.status ?? 0) < 300;
  const marked = sensitive.headers.flatMap((name) => {
    const value = headers[name.toLowerCase()];
    return value === undefined ? [] : secretsInHeader(value);
  });
  const cookies = (headers['cookie'] ?? '')
    .split(/; */)
    .map((one) => one.slice(one.indexOf('=') + 1));
  const named = redactor.secretsInQuery(query, '');
  const hiddenNames = new Set(sensitive.properties.map((name) => name.toLowerCase()));
  const isOpen = ({ steps }: Leaf): boolean =>
    !steps.some((step) => hiddenNames.has(step.toLowerCase()));
  const known = (texts: readonly string[]): readonly string[] =>
    texts.filter((text) => !isMask(text));
  return {
    sent: known([...redactor.secretsIn(sent), ...named, ...marked]),
    hidden: known([
      ...redactor.secretsInQuery(query, id).filter(({ length }) => length >= shortestValue),
      ...redactor.secretsIn(answered),
      ...(isWhole ? leavesOf(answered).map(({ text }) => text) : []),
      ...cookies.filter(({ length }) => length >= shortestCookie),
    ]),
    plain: [
      new URL(url).pathname,
      ...leavesOf(sent)
        .filter(isOpen)
        .map(({ text }) => text),
    ],
  };
}

/** What a header proves with; of a name and a password in Base64, the password too. */
export function secretsInHeader(value: string): readonly string[] {
  const proof = credentialsIn(value);
  if (!/^basic /i.test(value.trim())) return [proof];
  const pair = Buffer.from(proof, 'base64').toString();
  return [proof, pair.slice(pair.indexOf(':') + 1)];
}

/** A body as JSON; a form as the texts of its fields. */
function bodyOf(text: string, mediaType = ''): ReturnType<typeof jsonIn> {
  return mediaType.toLowerCase().startsWith('application/x-www-form-urlencoded')
    ? Object.fromEntries(new URLSearchParams(text))
    : jsonIn(text);
}

/** Secrets are searched for in every response; so many characters of them are kept. */
const limits = { entries: 500, size: 4_000_000 };

/** The secrets that traffic showed; beyond a limit, those used longest ago are forgotten. */
export class TrafficSecrets {
  /** `true` where it was sent, and must not come back. */
  readonly #secrets = new Recent<boolean>(limits);
  #sent = new SecretIndex();
  /** How many secrets are in the index. */
  #indexed = 0;
  /** Texts that were sent openly. */
  readonly #plain = new Recent<undefined>(limits);

  /** All texts that nobody may be shown. */
  get all(): readonly string[] {
    return [...this.#secrets.keys()];
  }

  /** Those that may stand in a text, of those that must not come back: sent as a secret, and nowhere openly. */
  sentIn(text: string): readonly string[] {
    return this.#sent.in(text).filter((secret) => this.#secrets.get(secret) === true);
  }

  add({ sent, hidden, plain }: SecretsOfExchange): void {
    for (const secret of hidden)
      if (this.#secrets.get(secret) !== true) this.#secrets.use(secret, false);
    for (const text of plain) {
      if (this.#plain.has(text)) continue;
      this.#plain.use(text, undefined);
      for (const secret of this.#sent.in(text))
        if (text.includes(secret)) this.#secrets.use(secret, false);
    }
    for (const secret of sent) {
      const isSecret = !this.#isPlain(secret);
      if (isSecret && this.#secrets.get(secret) !== true) this.#index(secret);
      this.#secrets.use(secret, isSecret);
    }
  }

  /** From now on a secret is found. */
  #index(secret: string): void {
    if (!isTelling(secret)) return;
    this.#indexed += 1;
    this.#sent.add(secret);
  }

  /** Makes the index anew, of what is not forgotten. */
  #indexAnew(): void {
    this.#sent = new SecretIndex();
    this.#indexed = 0;
    for (const known of this.#secrets.keys())
      if (this.#secrets.get(known) === true) this.#index(known);
  }

  #isPlain(secret: string): boolean {
    return [...this.#plain.keys()].some((text) => text.includes(secret));
  }

  forgetOldest(): void {
    this.#secrets.takeOldest();
    this.#plain.takeOldest();
    if (this.#indexed > 2 * limits.entries) this.#indexAnew();
  }
}
