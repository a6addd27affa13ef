# Paired bootstrap, accuracy of a cut-off by bootstrap, pooled cut-offs, diagnostic odds ratio. Run in this folder: Rscript curves.R
source("common.R")
suppressMessages(library(pROC))
asah <- dataset("asah")
curve <- function(marker, event = asah$poor) roc(event, marker, levels = c(0, 1), direction = "<", quiet = TRUE)
compared <- function(first, second) {
  test <- roc.test(curve(first), curve(second), method = "bootstrap", boot.n = 20000, boot.stratified = TRUE, progress = "none")
  list(d = as.numeric(test$statistic), p = test$p.value, first = as.numeric(test$roc1$auc), second = as.numeric(test$roc2$auc))
}
set.seed(7)
measures <- c("sensitivity", "specificity", "ppv", "npv")
limits <- function(found) lapply(found[measures], function(row) as.numeric(row[1, c(1, 3)]))
fixed <- limits(ci.coords(curve(asah$s100b), x = 0.205, input = "threshold", ret = measures, boot.n = 20000, progress = "none"))
rechosen <- limits(ci.coords(curve(asah$s100b), x = "best", best.policy = "random", ret = measures, boot.n = 20000, progress = "none"))

# MI Boot pooled, from its definition and with pROC's own choice of the best cut-off: ndka with every fifth value missing,
# filled with three fixed quantiles of the rest.
gap <- seq_along(asah$ndka) %% 5 == 0
fillings <- lapply(c(0.3, 0.5, 0.7), function(q) { v <- asah$ndka; v[gap] <- quantile(v[!gap], q, names = FALSE); v })
draw <- function(marker) {
  rows <- c(sample(which(asah$poor == 1), replace = TRUE), sample(which(asah$poor == 0), replace = TRUE))
  values <- sort(unique(marker[rows])); event <- asah$poor[rows]
  gain <- sapply(values, function(v) mean(marker[rows][event == 1] >= v) - mean(marker[rows][event == 0] >= v))
  best <- sort(values[gain >= max(gain) - 1e-9], decreasing = TRUE)
  best[(length(best) + 1) %/% 2]
}
pooled <- unlist(lapply(fillings, function(marker) replicate(3000, draw(marker))))

# Diagnostic odds ratio by Woolf's formula; the middle table is Haldane-Anscombe corrected.
diagnostic <- function(cells) {
  used <- if (any(cells == 0)) cells + 0.5 else cells
  centre <- log(used[1] * used[4] / (used[2] * used[3])); half <- qnorm(0.975) * sqrt(sum(1 / used))
  list(cells = cells, value = exp(centre), low = exp(centre - half), high = exp(centre + half))
}
at <- function(limit) c(sum(asah$s100b >= limit & asah$poor == 1), sum(asah$s100b >= limit & asah$poor == 0), sum(asah$s100b < limit & asah$poor == 1), sum(asah$s100b < limit & asah$poor == 0))
logit <- glm(poor ~ I(s100b >= 0.205), binomial, asah)

record(list(
  compared = list(s100b_ndka = compared(asah$s100b, asah$ndka), wfns_ndka = compared(asah$wfns, asah$ndka)),
  fixed = fixed, rechosen = rechosen,
  pooled = list(median = median(pooled), low = quantile(pooled, 0.025, names = FALSE), high = quantile(pooled, 0.975, names = FALSE), fillings = lapply(fillings, function(v) v[gap][1])),
  diagnostic = list(diagnostic(at(0.205)), diagnostic(at(0.8)), diagnostic(c(5, 0, 3, 9))),
  logistic_odds = exp(unname(coef(logit)[2]))
), "curves")
