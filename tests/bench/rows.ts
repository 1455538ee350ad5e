/** One line of what the bench prints: a figure, what it should be, and whether it is. */
export interface Row {
  readonly figure: string;
  readonly value: string;
  readonly goal: string;
  readonly isReached: boolean;
}

/** @param goal 0: the figure is shown for comparison only. */
export function atLeast(figure: string, value: number, goal: number): Row {
  return { figure, value: format(value), goal: goal === 0 ? '' : `>= ${format(goal)}`, isReached: value >= goal };
}

/** @param goal Infinity: the figure is shown for comparison only. */
export function atMost(figure: string, value: number, goal: number): Row {
  return {
    figure,
    value: format(value),
    goal: Number.isFinite(goal) ? `<= ${format(goal)}` : '',
    isReached: value <= goal,
  };
}

/** A figure whose yardstick is not installed here. */
export function skipped(figure: string, program: string): Row {
  return { figure, value: 'skipped', goal: `no ${program}`, isReached: true };
}

export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

export function print(table: readonly Row[]): void {
  for (const { figure, value, goal, isReached } of table) {
    process.stdout.write(
      `${figure.padEnd(56)} ${value.padStart(14)} ${goal.padStart(14)} ${isReached ? '' : 'FALLS SHORT'}\n`,
    );
  }
}

function format(value: number): string {
  return value >= 1000 ? Math.round(value).toLocaleString('en-US') : value.toFixed(3);
}
