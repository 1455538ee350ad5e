import type { UnitSequences } from '#shared/domain/feature-table.ts';

/** Steps of a sequence that are kept; what follows is not followed. */
const MAX_STEPS = 256;
/** Different prefixes kept, about 20 bytes each. */
const MAX_NODES = 1 << 21;
const ROOT = 0;

/**
 * Sequences of templates as a tree of prefixes: units with the same sequence share one node, so memory grows by variety,
 * not by volume, and each different sequence is looked at once.
 */
export class SequenceTree {
  #parents = new Int32Array(1024);
  #templates = new Int32Array(1024);
  #depths = new Uint16Array(1024);
  #slots = new Int32Array(4096);
  #size = 1;
  readonly #maxNodes: number;

  constructor(maxNodes = MAX_NODES) {
    this.#maxNodes = maxNodes;
  }

  /** Different prefixes, the empty one included. */
  get size(): number {
    return this.#size;
  }

  /** True when some sequence had more than there was room for: the tree then tells nothing reliable. */
  get isOverfull(): boolean {
    return this.#size >= this.#maxNodes;
  }

  /** The node one step further; the same node at the end of the kept steps. 0 is the empty sequence. */
  follow(node: number, template: number): number {
    if (this.#depths[node]! >= MAX_STEPS) return node;
    const mask = this.#slots.length - 1;
    for (let slot = hash(node, template) & mask; ; slot = (slot + 1) & mask) {
      const found = this.#slots[slot]!;
      if (found === ROOT) return this.#add(node, template, slot);
      if (this.#parents[found] === node && this.#templates[found] === template) return found;
    }
  }

  /** @param nodes The node of each unit. @returns Null when the sequences are too varied to keep. */
  finish(nodes: Int32Array, templateIds: readonly string[]): UnitSequences | null {
    if (this.isOverfull) return null;
    return {
      nodes,
      parents: this.#parents.slice(0, this.#size),
      templates: this.#templates.slice(0, this.#size),
      templateIds,
    };
  }

  #add(parent: number, template: number, slot: number): number {
    if (this.isOverfull) return parent;
    const node = this.#size++;
    if (node >= this.#parents.length) this.#widen();
    this.#parents[node] = parent;
    this.#templates[node] = template;
    this.#depths[node] = this.#depths[parent]! + 1;
    this.#slots[slot] = node;
    if (this.#size * 2 > this.#slots.length) this.#rehash();
    return node;
  }

  #widen(): void {
    const length = this.#parents.length * 2;
    const grow = <T extends Int32Array | Uint16Array>(larger: T, values: T): T => {
      larger.set(values);
      return larger;
    };
    this.#parents = grow(new Int32Array(length), this.#parents);
    this.#templates = grow(new Int32Array(length), this.#templates);
    this.#depths = grow(new Uint16Array(length), this.#depths);
  }

  #rehash(): void {
    this.#slots = new Int32Array(this.#slots.length * 2);
    const mask = this.#slots.length - 1;
    for (let node = 1; node < this.#size; node++) {
      let slot = hash(this.#parents[node]!, this.#templates[node]!) & mask;
      while (this.#slots[slot] !== ROOT) slot = (slot + 1) & mask;
      this.#slots[slot] = node;
    }
  }
}

function hash(node: number, template: number): number {
  const mixed = Math.imul(node ^ Math.imul(template + 1, 0x9e3779b1), 0x85ebca6b);
  return mixed ^ (mixed >>> 15);
}
