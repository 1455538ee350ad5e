import { civilFromDays, daysFromCivil, daysInMonth } from './civil.ts';
import { type MonthDay, yearStep } from './time-context.ts';

/**
 * Year of the first date of a year-less source: the latest year in which no date of the sample lies after the file's
 * modification time (with a day of tolerance for zones), roll-overs followed, and in which a February 29 exists.
 * @param dates Year-less dates of the sample, in line order.
 * @param modifiedMs The file's mtime, or any other time the lines cannot be newer than.
 */
export function inferBaseYear(dates: readonly MonthDay[], modifiedMs: number): number {
  const modifiedDays = Math.floor(modifiedMs / 86_400_000);
  const newest = civilFromDays(modifiedDays).year;
  for (let year = newest; year > newest - 12; year--) {
    if (fitsYear(dates, year, modifiedDays + 1)) return year;
  }
  return newest;
}

function fitsYear(dates: readonly MonthDay[], baseYear: number, lastDay: number): boolean {
  let year = baseYear;
  let before: MonthDay = { month: 0, day: 0 };
  for (const date of dates) {
    year += yearStep(before.month, before.day, date.month, date.day);
    before = date;
    const isLeapDay = date.month === 2 && date.day === 29;
    if (isLeapDay && daysInMonth(year, 2) < 29) return false;
    if (daysFromCivil(year, date.month, date.day) > lastDay) return false;
  }
  return true;
}
