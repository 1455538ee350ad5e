import type { ParameterSlot } from './event-batch.ts';

/** Slots grouped by template: those of template t are at first(t) .. first(t + 1) - 1. */
export class SlotIndex {
  /** Column of each slot in the batch. */
  readonly columns: Int32Array;
  readonly scales: Float64Array;
  /** ln(typical + scale) of each slot. */
  readonly typicalLogs: Float64Array;
  /** Distinct units in order of first appearance, and the unit of each slot. */
  readonly units: readonly string[];
  readonly unitOf: Int32Array;
  private readonly starts: Int32Array;

  /** @param slots In ascending template order. */
  constructor(slots: readonly ParameterSlot[], templateCount: number) {
    this.columns = Int32Array.from(slots, (slot) => slot.column);
    this.scales = Float64Array.from(slots, (slot) => slot.scale);
    this.typicalLogs = Float64Array.from(slots, (slot) => Math.log(slot.typical + slot.scale));
    this.units = [...new Set(slots.map((slot) => slot.unit))];
    this.unitOf = Int32Array.from(slots, (slot) => this.units.indexOf(slot.unit));
    this.starts = new Int32Array(templateCount + 2);
    for (const slot of slots) this.starts[slot.template + 1]!++;
    for (let t = 0; t <= templateCount; t++) this.starts[t + 1]! += this.starts[t]!;
  }

  first(template: number): number {
    return this.starts[template]!;
  }
}
