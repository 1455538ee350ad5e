/** A column's name without the unit or zone some exports put behind it: `TimeGenerated [UTC]`, `Duration (ms)`. */
export function cleanColumnName(name: string): string {
  return name.replace(/\s*[[(][^[\]()]*[\])]$/, '').trim();
}
