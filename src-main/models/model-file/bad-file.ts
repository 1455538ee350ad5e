import { ModelError } from '#shared/base/errors.ts';

/** A model file that cannot be used; `field` is a path such as `fitted.detectors[0].state.trees.left`. */
export function badFile(field: string, problem: string, cause?: unknown): ModelError {
  return new ModelError('model.bad-file', `The model file cannot be used: ${field} ${problem.replace(/\.$/, '')}.`, {
    details: { field },
    ...(cause === undefined ? {} : { cause }),
  });
}
