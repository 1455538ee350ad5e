/** Detectors by name as a person says them: `isolationForest` reads `isolation forest`. */
export function detectorText(name: string): string {
  return name
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replaceAll('-', ' ')
    .toLowerCase()
    .replace(/\blstm\b/, 'LSTM');
}
