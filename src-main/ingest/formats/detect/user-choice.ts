import type { Choice } from './choose-format.ts';

/** Share of the lines that a user's format may miss of what a guessed or loose format explains. */
const GUESS_MARGIN = 0.15;
/** A format of the user's that explains less is not what the file is written in. */
const LEAST_SHARE = 0.5;

/**
 * The user's format to take instead of the built-in choice, or null. It must explain as much and find as many times and
 * levels: one that is only broader (a time and any text, say) does not take files from formats that know more of them.
 */
export function preferUserFormat(builtIn: Choice, users: readonly Choice[]): Choice | null {
  const isGuess = builtIn.trial.isLoose || builtIn.trial.spec.engine === 'plain';
  const wanted = isGuess ? builtIn.share - GUESS_MARGIN : builtIn.share;
  let best: Choice | null = null;
  for (const user of users) {
    const { trial, share } = user;
    if (trial.events === 0 || share < LEAST_SHARE || share < wanted || trial.badTimes * 2 > trial.events) continue;
    if (!isGuess && (trial.times < builtIn.trial.times || trial.levels < builtIn.trial.levels)) continue;
    if (best === null || isBetter(user, best)) best = user;
  }
  return best;
}

/** On equal evidence the earlier one stays. */
function isBetter(a: Choice, b: Choice): boolean {
  if (a.share !== b.share) return a.share > b.share;
  return a.trial.times + a.trial.levels > b.trial.times + b.trial.levels;
}
