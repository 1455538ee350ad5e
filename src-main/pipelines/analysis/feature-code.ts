/**
 * Version of everything a feature's name and numbers come from: feature code, masks, template mining. It goes up with any
 * change after which a stored model would meet other numbers under the same names.
 */
export const FEATURE_CODE = 'features 3, templates 2';

/** The same for rows of tables: a model scores only rows brought to a common scale the same way. */
export const ROW_CODE = 'rows 1';
