/** Formats that users write or import: read, checked, tried. */
export { definitionText } from './describe-definition.ts';
export { invalidFormat, offerFormats } from './import-format.ts';
export { type PreviewedLine, previewFormat } from './preview-format.ts';
export { readFormat } from './read-format.ts';
export { FORMAT_NAME } from './format-file.ts';
