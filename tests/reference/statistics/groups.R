# Group comparisons, quantiles, correlation and adjustment. Run in this folder: Rscript groups.R
source("common.R")
suppressMessages(library(coin))
asah <- dataset("asah"); birthwt <- dataset("birthwt"); air <- dataset("airquality"); sprays <- dataset("insectsprays"); sleep <- dataset("sleep")

welch <- function(x, y) { t <- t.test(x, y); list(t = as.numeric(t$statistic), df = as.numeric(t$parameter), p = t$p.value, low = t$conf.int[1], high = t$conf.int[2]) }
ranks <- function(x, y, exact = TRUE) {
  group <- factor(rep(c("a", "b"), c(length(x), length(y)))); value <- c(x, y)
  normal <- suppressWarnings(wilcox.test(x, y, exact = FALSE, correct = TRUE))
  shift <- suppressWarnings(wilcox.test(x, y, exact = FALSE, correct = FALSE, conf.int = TRUE, digits.rank = 12))
  list(w = as.numeric(normal$statistic), normal = normal$p.value, shift_low = shift$conf.int[1], shift_high = shift$conf.int[2],
       exact = if (exact) as.numeric(pvalue(wilcox_test(value ~ group, distribution = "exact"))) else NULL)
}
spearman <- function(x, y) { t <- suppressWarnings(cor.test(x, y, method = "spearman", exact = FALSE)); list(rho = as.numeric(t$estimate), p = t$p.value) }
table_tests <- function(m) list(plain = chisq.test(m, correct = FALSE)$p.value, yates = chisq.test(m, correct = TRUE)$p.value,
  statistic = as.numeric(chisq.test(m, correct = FALSE)$statistic), fisher = fisher.test(m)$p.value)
quartiles <- function(x) list(type7 = as.numeric(quantile(x, c(.25, .5, .75), type = 7, na.rm = TRUE)), type6 = as.numeric(quantile(x, c(.25, .5, .75), type = 6, na.rm = TRUE)),
  mean = mean(x, na.rm = TRUE), sd = sd(x, na.rm = TRUE), missing = sum(is.na(x)))
p_values <- c(0.001, 0.008, 0.039, 0.041, 0.042, 0.06, 0.074, 0.205, 0.212, 0.216)
smoke <- table(birthwt$smoke, birthwt$low)
kruskal <- kruskal.test(count ~ spray, sprays)
big_x <- asah$s100b[asah$poor == 1]; big_y <- asah$s100b[asah$poor == 0]

record(list(
  welch_sleep = welch(sleep$first, sleep$second), welch_lwt = welch(birthwt$lwt[birthwt$low == 1], birthwt$lwt[birthwt$low == 0]),
  ranks_sleep = ranks(sleep$first, sleep$second), ranks_spray = ranks(sprays$count[sprays$spray == 3], sprays$count[sprays$spray == 5]),
  ranks_s100b = ranks(big_x, big_y), kruskal = list(statistic = as.numeric(kruskal$statistic), df = as.numeric(kruskal$parameter), p = kruskal$p.value),
  smoke = c(table_tests(smoke[2:1, 2:1]), list(cells = c(smoke["1", "1"], smoke["1", "0"], smoke["0", "1"], smoke["0", "0"]))),
  race = list(p = chisq.test(table(birthwt$race, birthwt$low))$p.value, statistic = as.numeric(chisq.test(table(birthwt$race, birthwt$low))$statistic)),
  spearman_air = spearman(air$Wind, air$Temp), spearman_asah = spearman(asah$s100b, asah$wfns),
  spearman_small = list(x = big_x[c(1, 4, 9, 12, 15, 20, 30)], y = asah$ndka[asah$poor == 1][c(1, 4, 9, 12, 15, 20, 30)],
    p = cor.test(big_x[c(1, 4, 9, 12, 15, 20, 30)], asah$ndka[asah$poor == 1][c(1, 4, 9, 12, 15, 20, 30)], method = "spearman", exact = TRUE)$p.value),
  race_fisher = fisher.test(table(birthwt$race, birthwt$low))$p.value,
  ozone = quartiles(air$Ozone), lwt = quartiles(birthwt$lwt),
  p_values = p_values, holm = p.adjust(p_values, "holm"), bh = p.adjust(p_values, "BH")
), "groups")
