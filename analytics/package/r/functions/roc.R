# --- ROC curves -------------------------------------------------------------------------------
# A value is positive where it is at or beyond the cut-off; half credit for tied pairs.
beside_events <- function(event, value, high) {
  known <- !is.na(event) & !is.na(value)
  event <- event[known]
  list(event = event, value = value[known], toward = (if (high) 1 else -1) * value[known],
    n = sum(event == 1), m = sum(event == 0))
}

# DeLong, DeLong & Clarke-Pearson 1988, from the placements of both groups.
area <- function(event, value, high, level, logit) {
  x <- beside_events(event, value, high)
  with <- x$toward[x$event == 1]
  others <- x$toward[x$event == 0]
  wins <- vapply(with, function(one) mean((others < one) + (others == one) / 2), 0)
  losses <- vapply(others, function(one) mean((with > one) + (with == one) / 2), 0)
  a <- mean(wins)
  error <- sqrt(var(wins) / x$n + var(losses) / x$m)
  z <- qnorm(0.5 + level / 2)
  ends <- if (logit) plogis(qlogis(a) + c(-1, 1) * z * error / (a * (1 - a)))
    else pmin(pmax(a + c(-1, 1) * z * error, 0), 1)
  list("events" = x$n, "non-events" = x$m, "area" = a, "standard error" = error,
    "lower" = ends[1], "upper" = ends[2], "P" = 2 * pnorm(-abs(a - 0.5) / error))
}

area_by_proc <- function(event, value, high, level) {
  x <- beside_events(event, value, high)
  curve <- pROC::roc(x$event, x$value, levels = c(0, 1), direction = if (high) "<" else ">",
    quiet = TRUE)
  ends <- as.numeric(pROC::ci.auc(curve, conf.level = level, method = "delong"))
  list("area" = as.numeric(pROC::auc(curve)), "lower" = ends[1], "upper" = ends[3])
}

# Every best cut-off by whole numbers, so that ties are found; the most suspicious first.
cut_offs <- function(event, value, high, criterion) {
  x <- beside_events(event, value, high)
  at <- sort(unique(x$value), decreasing = high)
  toward <- (if (high) 1 else -1) * at
  hits <- vapply(toward, function(one) sum(x$toward[x$event == 1] >= one), 0)
  alarms <- vapply(toward, function(one) sum(x$toward[x$event == 0] >= one), 0)
  score <- if (criterion == "youden") hits * x$m - alarms * x$n
    else -(((x$n - hits) * x$m)^2 + (alarms * x$n)^2)
  best <- which(score == max(score))
  found <- list("number of best cut-offs" = length(best))
  for (place in seq_along(best)) {
    k <- best[place]
    add <- function(name, number) found[[paste0("cut-off ", place, ", ", name)]] <<- number
    add("observed", at[k])
    if (k < length(at)) add("midpoint", at[k] / 2 + at[k + 1] / 2)
    add("sensitivity", hits[k] / x$n)
    add("specificity", 1 - alarms[k] / x$m)
  }
  found
}
