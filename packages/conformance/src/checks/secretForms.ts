import { base64Core } from './canaries.ts';

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

/** Proofs of all requests that were sent, each a secret for minutes; their words, in lower case. */
export class Proofs {
  readonly #words = new Set<string>();
  #new: string[] = [];

  add(proof: string): void {
    for (const one of proof.match(word) ?? []) {
      const lower = one.toLowerCase();
      if (this.#words.has(lower)) continue;
      this.#words.add(lower);
      this.#new.push(lower);
    }
  }

  /** The words that were not taken before. */
  takeNew(): readonly string[] {
    const taken = this.#new;
    this.#new = [];
    return taken;
  }
}
