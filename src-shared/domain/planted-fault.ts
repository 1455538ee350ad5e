/** Faults an honesty run plants into a log. */
export const PLANTED_KINDS = ['spike', 'drop', 'newTemplate', 'reorder', 'slow', 'silence'] as const;
export type PlantedKind = (typeof PLANTED_KINDS)[number];
