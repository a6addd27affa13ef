# Tests of trend. Run in this folder: Rscript trend.R
source("common.R")
suppressMessages(library(coin))
asah <- dataset("asah"); birthwt <- dataset("birthwt")
trend <- function(event, score) {
  cells <- table(score, event)
  armitage <- prop.trend.test(cells[, "1"], rowSums(cells), as.numeric(rownames(cells)))
  mantel <- independence_test(event ~ score, teststat = "quadratic", distribution = "asymptotic")
  list(armitage = as.numeric(armitage$statistic), armitage_p = armitage$p.value, mantel = as.numeric(statistic(mantel)), mantel_p = as.numeric(pvalue(mantel)))
}
quarter <- function(x) { cuts <- unique(quantile(x, c(.25, .5, .75), type = 7)); findInterval(x, cuts, left.open = TRUE) + 1 }
# Kendall's z over group and value is the Jonckheere statistic corrected for ties in both.
jonckheere <- function(value, group) { t <- suppressWarnings(cor.test(value, group, method = "kendall", exact = FALSE)); list(z = as.numeric(t$statistic), p = t$p.value) }
s100b <- quarter(asah$s100b)
record(list(
  s100b_groups = s100b, s100b_limits = as.numeric(quantile(asah$s100b, c(.25, .5, .75), type = 7)),
  s100b = trend(asah$poor, s100b), lwt = trend(birthwt$low, quarter(birthwt$lwt)),
  jonckheere_gos = jonckheere(asah$gos6, s100b), jonckheere_bwt = jonckheere(birthwt$bwt, quarter(birthwt$lwt))
), "trend")
