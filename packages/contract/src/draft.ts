import type { Problem } from './contractError.ts';
import type { Authority, Binding } from './description.ts';

const byWeight: readonly Authority[] = ['reading', 'observed', 'documented'];

/** Whose word each row is, by its id; none where the document does not say, and every row counts as documented. */
export type RowAuthorities = Readonly<Record<string, Authority>>;

/** The contract in the making: where the objects of the document stand, and the mistakes found so far. */
export class Draft {
  readonly #pointers: Map<object, string>;
  readonly #authorities: RowAuthorities | undefined;
  readonly #copies = { sent: new Map<object, object>(), shown: new Map<object, object>() };
  readonly problems: Problem[] = [];

  constructor(pointers: ReadonlyMap<object, string>, authorities: RowAuthorities | undefined) {
    this.#pointers = new Map(pointers);
    this.#authorities = authorities;
  }

  /**
   * Whose word a demand is that several links make together (the place that demands, and the outcome): a link is as good
   * as its best row, the whole as its weakest link. A row that the document's list lacks is a reading.
   */
  authorityOf(...links: readonly (readonly string[])[]): Authority {
    const known = this.#authorities;
    if (known === undefined) return 'documented';
    const weights = links
      .filter((rows) => rows.length > 0)
      .map((rows) => Math.max(...rows.map((row) => byWeight.indexOf(known[row] ?? 'reading'))));
    return byWeight[Math.min(...weights)] ?? 'documented';
  }

  /** What is not documented binds like a SHOULD, whatever the document says. */
  bindingOf(written: Binding, authority: Authority): Binding {
    return authority === 'documented' ? written : 'SHOULD';
  }

  /** Where an object is in the document as it was written, or what it was copied from. */
  pointerOf(node: object): string {
    return this.#pointers.get(node) ?? '';
  }

  /** What an object reads like on one side: one object, however often it is asked for, in the place of the original. */
  copied<Node extends object>(node: Node, side: 'sent' | 'shown', copy: () => Node): Node {
    const known = this.#copies[side].get(node) as Node | undefined;
    if (known !== undefined) return known;
    const made = copy();
    this.#copies[side].set(node, made);
    if (!this.#pointers.has(made)) this.#pointers.set(made, this.pointerOf(node));
    return made;
  }

  /** Notes a mistake at an object, or at a JSON pointer. */
  problem(at: object | string, reason: string): void {
    const pointer = typeof at === 'string' ? at : this.pointerOf(at);
    if (!this.problems.some((known) => known.pointer === pointer && known.reason === reason))
      this.problems.push({ pointer, reason });
  }
}
