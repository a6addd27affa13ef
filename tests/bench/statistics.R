# The same tasks by R's packages; prints "task;milliseconds". Called by statistics.py.
# Without its own package R is no peer: nothing is told, and the table has no column of R.
if (!requireNamespace("pROC", quietly = TRUE)) quit()
suppressMessages({library(pROC)})
median_of <- function(repeats, expression) {
  call <- substitute(expression); where <- parent.frame()
  median(sapply(seq_len(repeats), function(i) system.time(eval(call, where))[["elapsed"]])) * 1000
}
report <- function(task, value) cat(task, ";", format(value, digits = 6), "\n", sep = "")
marked <- function(n, markers = 1) { set.seed(1); event <- rbinom(n, 1, 0.5); list(event = event, markers = lapply(seq_len(markers) - 1, function(i) rnorm(n) + 0.15 * i * event)) }
curve <- function(event, marker) roc(event, marker, levels = c(0, 1), direction = "<", quiet = TRUE)

large <- marked(1e6)
report("AUC with DeLong interval, n = 1e6", median_of(3, ci.auc(curve(large$event, large$markers[[1]]))))
small <- marked(88, 10)
report("panel of 10 markers, n = 88", median_of(1, {
  curves <- lapply(small$markers, function(m) curve(small$event, m))
  for (one in curves) { ci.auc(one); suppressWarnings(ci.coords(one, "best", best.policy = "random", boot.n = 2000, progress = "none")) }
  for (i in 1:9) for (j in (i + 1):10) roc.test(curves[[i]], curves[[j]], method = "delong")
}))
wide <- marked(1e5, 3)
report("10 curves, 45 comparisons, n = 1e5", 15 * median_of(1, {
  curves <- lapply(wide$markers, function(m) curve(wide$event, m))
  for (i in 1:2) for (j in (i + 1):3) roc.test(curves[[i]], curves[[j]], method = "delong")
}))
middle <- marked(1e4)
report("AUC interval, 2000 resamples, n = 1e4", 20 * median_of(1, ci.auc(curve(middle$event, middle$markers[[1]]), method = "bootstrap", boot.n = 100, progress = "none")))
set.seed(3); columns <- matrix(rnorm(1e6), ncol = 10); outcome <- rbinom(1e5, 1, plogis(columns %*% seq(-0.3, 0.5, length.out = 10)))
report("logistic regression with standard errors, n = 1e5, 10 variables", median_of(3, summary(glm(outcome ~ columns, family = binomial))))
