import type { Path } from './openApi.ts';

/** Something that was guessed, or that could not be answered, at a place of the document. */
interface Remark {
  readonly kind: 'guess' | 'question';
  readonly path: Path;
  readonly text: string;
}

/** Collects remarks while a document is read. */
export class Remarks {
  readonly all: Remark[] = [];
  readonly #texts = new Set<string>();

  guess(path: Path, text: string): void {
    this.#add({ kind: 'guess', path, text });
  }

  question(path: Path, text: string): void {
    this.#add({ kind: 'question', path, text });
  }

  #add(remark: Remark): void {
    if (this.#texts.has(remark.text)) return;
    this.#texts.add(remark.text);
    this.all.push(remark);
  }
}
