/** So many steps are made between two looks at the clock. */
const stepsBetweenLooks = 4096;

/** All patterns together have at most so many UTF-16 code units: some 60 MB of tables. */
const mostUnits = 2 ** 21;

/** A part of a text: its first index, and the one behind its last. */
export type TextRange = [start: number, end: number];

/** ASCII letters in any case are one; nothing else is, as no other letter keeps its length in each notation. */
function folded(unit: number): number {
  return unit >= 65 && unit <= 90 ? unit + 32 : unit;
}

/** A table of grams has so many places at most, and this many for each unit of the texts: few texts are long. */
const mostGrams = 2 ** 16;
const gramsPerUnit = 8;

/** A number for three units that follow each other, 16 bits of it good. */
function gramAt(text: string, index: number): number {
  const units =
    Math.imul(folded(text.charCodeAt(index)), 0x9e3779b1) +
    Math.imul(folded(text.charCodeAt(index + 1)), 0x85ebca6b) +
    Math.imul(folded(text.charCodeAt(index + 2)), 0xc2b2ae35);
  return units ^ (units >>> 15);
}

/**
 * Says quickly of a pattern that it stands in none of the texts, which is so of most; what is left needs a search. A pattern has
 * at least three units.
 */
export function sieveOf(texts: readonly string[]): (pattern: string) => boolean {
  const units = texts.reduce((sum, { length }) => sum + length, 1);
  const places = Math.min(mostGrams, 2 ** Math.ceil(Math.log2(units * gramsPerUnit)));
  const grams = new Uint8Array(places);
  const last = places - 1;
  let longest = 0;
  for (const text of texts) {
    longest = Math.max(longest, text.length);
    for (let index = 0; index + 3 <= text.length; index += 1) grams[gramAt(text, index) & last] = 1;
  }
  return (pattern) =>
    pattern.length <= longest &&
    [0, pattern.length >> 1, pattern.length].every(
      (index) => grams[gramAt(pattern, Math.min(index, pattern.length - 3)) & last] === 1,
    );
}

/** At most so many nodes has a trie of the patterns: what one shares with the one before it in order has its nodes already. */
function nodesOf(patterns: readonly string[]): number {
  let nodes = 1;
  let before = '';
  for (const pattern of patterns.toSorted()) {
    let shared = 0;
    while (
      shared < pattern.length &&
      folded(pattern.charCodeAt(shared)) === folded(before.charCodeAt(shared))
    )
      shared += 1;
    nodes += pattern.length - shared;
    before = pattern;
  }
  return nodes;
}

/**
 * Finds many patterns in texts: one pass over a text, however many there are (Aho and Corasick, 1975). ASCII letters match in
 * either case. Both building and searching give up where `isOver` says so, or where there are too many patterns.
 */
export class TextSearch {
  /** Steps made so far. They grow with the length of patterns and texts, not with its product. */
  steps = 0;
  readonly #isOver: () => boolean;
  #hasGivenUp = false;
  /** Nodes of a trie; 0 is its root. For each: its parent, the unit that leads to it, and how deep it is. */
  readonly #parents: Int32Array;
  readonly #units: Uint16Array;
  readonly #depths: Int32Array;
  #size = 1;
  /** Where to go on if no child fits: the node of the longest end of this one's text. */
  readonly #fallbacks: Int32Array;
  /** The length of the longest pattern that ends at a node; 0 for none. */
  readonly #found: Int32Array;
  /** A hash table of all nodes, by parent and unit. 0 is an empty place. */
  readonly #places: Int32Array;

  constructor(patterns: readonly string[], isOver: () => boolean = () => false) {
    this.#isOver = isOver;
    const units = patterns.reduce((sum, { length }) => sum + length, 0);
    this.#hasGivenUp = units > mostUnits;
    const size = this.#hasGivenUp ? 1 : nodesOf(patterns);
    this.#parents = new Int32Array(size);
    this.#units = new Uint16Array(size);
    this.#depths = new Int32Array(size);
    this.#fallbacks = new Int32Array(size);
    this.#found = new Int32Array(size);
    this.#places = new Int32Array(2 ** (1 + Math.ceil(Math.log2(size))));
    if (this.#hasGivenUp) return;
    for (const pattern of patterns) this.#add(pattern);
    this.#connect();
  }

  /** The parts of a text that belong to any pattern, in order; those that overlap are one. None where it gave up. */
  ranges(text: string): TextRange[] | undefined {
    const ranges: TextRange[] = [];
    let node = 0;
    for (let index = 0; index < text.length; index += 1) {
      if (this.#isTime()) return undefined;
      node = this.#next(node, folded(text.charCodeAt(index)));
      const length = this.#found[node] ?? 0;
      if (length === 0) continue;
      let start = index + 1 - length;
      for (let last = ranges.at(-1); last !== undefined && last[1] > start; last = ranges.at(-1)) {
        start = Math.min(start, last[0]);
        ranges.pop();
      }
      ranges.push([start, index + 1]);
    }
    return this.#hasGivenUp ? undefined : ranges;
  }

  /** Counts a step. True where the search has to end. */
  #isTime(): boolean {
    this.steps += 1;
    if (this.steps % stepsBetweenLooks === 0 && this.#isOver()) this.#hasGivenUp = true;
    return this.#hasGivenUp;
  }

  /** The place of a child in the table: its own, or the empty one where it belongs. */
  #placeOf(parent: number, unit: number): number {
    const last = this.#places.length - 1;
    let place = (Math.imul(parent, 0x9e3779b1) ^ Math.imul(unit, 0x85ebca6b)) >>> 7;
    for (place &= last; ; place = (place + 1) & last) {
      const node = this.#places[place] ?? 0;
      if (node === 0 || (this.#parents[node] === parent && this.#units[node] === unit))
        return place;
    }
  }

  #child(parent: number, unit: number): number {
    return this.#places[this.#placeOf(parent, unit)] ?? 0;
  }

  #add(pattern: string): void {
    let node = 0;
    for (let index = 0; index < pattern.length; index += 1) {
      if (this.#isTime()) return;
      const unit = folded(pattern.charCodeAt(index));
      const place = this.#placeOf(node, unit);
      let child = this.#places[place] ?? 0;
      if (child === 0) {
        child = this.#size;
        this.#size += 1;
        this.#places[place] = child;
        this.#parents[child] = node;
        this.#units[child] = unit;
        this.#depths[child] = index + 1;
      }
      node = child;
    }
    this.#found[node] = pattern.length;
  }

  /** Nodes by their depth: a node's parent and fallback come before it. */
  #byDepth(): Int32Array {
    const length = this.#size;
    const starts = new Int32Array(length + 1);
    for (let node = 1; node < length; node += 1) {
      const next = (this.#depths[node] ?? 0) + 1;
      starts[next] = (starts[next] ?? 0) + 1;
    }
    for (let depth = 1; depth <= length; depth += 1)
      starts[depth] = (starts[depth] ?? 0) + (starts[depth - 1] ?? 0);
    const sorted = new Int32Array(length - 1);
    for (let node = 1; node < length; node += 1) {
      const depth = this.#depths[node] ?? 0;
      const at = starts[depth] ?? 0;
      starts[depth] = at + 1;
      sorted[at] = node;
    }
    return sorted;
  }

  #connect(): void {
    for (const node of this.#byDepth()) {
      if (this.#isTime()) return;
      const parent = this.#parents[node] ?? 0;
      if (parent !== 0)
        this.#fallbacks[node] = this.#next(this.#fallbacks[parent] ?? 0, this.#units[node] ?? 0);
      this.#found[node] ||= this.#found[this.#fallbacks[node] ?? 0] ?? 0;
    }
  }

  /** Where one unit more leads: to a child, else to that of the nearest fallback that has one. */
  #next(from: number, unit: number): number {
    for (let node = from; ; node = this.#fallbacks[node] ?? 0) {
      const child = this.#child(node, unit);
      if (child !== 0 || node === 0) return child;
      this.steps += 1;
    }
  }
}
