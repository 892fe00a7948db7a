import { base64Core } from './canaries.ts';
import { SecretIndex } from './secretIndex.ts';

const offsets = [0, 1, 2] as const;
/** So many secrets are kept with their forms. */
const mostKept = 1000;
/** Shorter parts are found everywhere. */
const shortestForm = 6;

const kept = new Map<string, readonly string[]>();

/** A secret in either letter case, in Base64 at any place of a longer text, and in hexadecimal: as a server may quote it. */
export function secretForms(secret: string): readonly string[] {
  const known = kept.get(secret);
  if (known !== undefined) return known;
  const base64 = offsets.map((offset) => base64Core(secret, offset));
  const hex = Buffer.from(secret).toString('hex');
  const forms = [
    secret.toLowerCase(),
    secret.toUpperCase(),
    ...base64,
    ...base64.map((one) => one.replaceAll('+', '-').replaceAll('/', '_')),
    hex,
    hex.toUpperCase(),
  ];
  const all = [secret, ...new Set(forms.filter((form) => form.length >= shortestForm))];
  if (kept.size >= mostKept) kept.clear();
  kept.set(secret, all);
  return all;
}

/** What a header proves with: the last word of it, a token or a signature. */
export function proofIn(header: string): string | undefined {
  return /[^\s=,]+=*$/.exec(header)?.[0];
}

const word = /[A-Za-z0-9]{16,}/g;

/** Proofs of all requests that were sent, each a secret for minutes, found again without a search for each of them. */
export class Proofs {
  readonly #index = new SecretIndex();
  readonly #words = new Set<string>();

  get size(): number {
    return this.#words.size;
  }

  add(proof: string): void {
    for (const one of proof.match(word) ?? []) {
      const lower = one.toLowerCase();
      if (this.#words.has(lower)) continue;
      this.#words.add(lower);
      this.#index.addWord(lower);
    }
  }

  /** The words of proofs that stand in a text, in either letter case. */
  in(text: string): readonly string[] {
    return this.#index.in(text);
  }
}
