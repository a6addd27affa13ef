# Detectable change and difference with intervals, net benefit by bootstrap. Run in this folder: Rscript detectable.R
source("common.R")
library(boot)
flow <- dataset("peak_flow"); judges <- dataset("shrout_fleiss"); asah <- dataset("asah")
residual <- function(table) {
  long <- data.frame(y = unlist(table), row = factor(rep(seq_len(nrow(table)), ncol(table))), column = factor(rep(seq_len(ncol(table)), each = nrow(table))))
  rest <- summary(aov(y ~ row + column, long))[[1]]["Residuals", ]; list(ms = rest[["Mean Sq"]], df = rest[["Df"]])
}
limits <- function(table, factor) { rest <- residual(table); value <- factor * sqrt(rest$ms)
  list(value = value, low = value * sqrt(rest$df / qchisq(0.975, rest$df)), high = value * sqrt(rest$df / qchisq(0.025, rest$df)), df = rest$df) }
d <- flow$wright - flow$mini
probability <- fitted(glm(poor ~ s100b + wfns, binomial, asah))
thresholds <- c(0.2, 0.35, 0.5)
benefit <- function(frame, rows) sapply(thresholds, function(p) { y <- frame$y[rows]; treated <- frame$p[rows] >= p; (sum(treated & y == 1) - p / (1 - p) * sum(treated & y == 0)) / length(rows) })
set.seed(11)
frame <- data.frame(y = asah$poor, p = probability)
drawn <- boot(frame, benefit, R = 20000, strata = frame$y); free <- boot(frame, benefit, R = 20000)
interval <- function(found) lapply(seq_along(thresholds), function(j) unname(quantile(found$t[, j], c(0.025, 0.975))))
record(list(
  single_sdc = limits(flow, 1.96), mean_sdd = limits(flow, 1.96), single_sdd = limits(flow, 1.96 * sqrt(2)), judges_sdc = limits(judges, 1.96 / sqrt(3)),
  from_differences = list(single_sdc = 1.96 * sd(d) / sqrt(2), mean_sdd = 1.96 * sd(d) / sqrt(2), single_sdd = 1.96 * sd(d)),
  probability = probability, benefit = benefit(frame, seq_len(nrow(frame))), stratified = interval(drawn), free = interval(free), thresholds = thresholds
), "detectable")
