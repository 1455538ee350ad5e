"""What `score-forest.ts` does, by scikit-learn: `score-forest.py ROWS WIDTH OUT`. Ends with 3 where it is not installed."""

import sys

try:
    import numpy
    from sklearn.ensemble import IsolationForest
except ImportError:
    sys.exit(3)

rows = numpy.fromfile(sys.argv[1], dtype=numpy.float32).reshape(-1, int(sys.argv[2]))
forest = IsolationForest(n_estimators=100, max_samples=256, random_state=1, n_jobs=1).fit(rows)
(-forest.score_samples(rows)).astype(numpy.float64).tofile(sys.argv[3])
