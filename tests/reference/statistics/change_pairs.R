# Paired numbers, Kendall's tau, Fisher's odds ratio. Run in this folder: Rscript change_pairs.R
source("common.R")
sleep <- dataset("sleep"); flow <- dataset("peak_flow"); asah <- dataset("asah"); air <- dataset("airquality"); depression <- dataset("depression")
paired <- function(first, second) {
  change <- round(second - first, 10); change <- change[!is.na(change)]  # decimals that tie on paper tie here too
  student <- t.test(change)
  ranked <- suppressWarnings(wilcox.test(change, conf.int = TRUE))
  # Hodges-Lehmann from its definition (Hollander & Wolfe): ordered Walsh averages at the rank of the normal approximation.
  moved <- change[change != 0]; averages <- sort(outer(moved, moved, "+")[lower.tri(diag(length(moved)), diag = TRUE)] / 2)
  ranks <- rank(abs(moved)); place <- round(sum(ranks) / 2 - qnorm(0.975) * sqrt(sum(ranks^2)) / 2)
  list(mean = mean(change), sd = sd(change), low = student$conf.int[1], high = student$conf.int[2], t = as.numeric(student$statistic), p = student$p.value,
       v = as.numeric(ranked$statistic), rank_p = ranked$p.value, shift = as.numeric(ranked$estimate), shift_low = ranked$conf.int[1], shift_high = ranked$conf.int[2],
       median = median(averages), normal_low = averages[place], normal_high = averages[length(averages) + 1 - place])
}
tau <- function(first, second) {
  test <- suppressWarnings(cor.test(first, second, method = "kendall"))
  n <- sum(complete.cases(first, second)); half <- qnorm(0.975) * sqrt(0.437 / (n - 4)); t <- as.numeric(test$estimate)
  list(tau = t, p = test$p.value, low = tanh(atanh(t) - half), high = tanh(atanh(t) + half))
}
# fisher.test finds its limits to a fraction of a per cent; here the same equations are solved to the last digits: the odds
# ratio at which the conditional mean is the count seen, and those at which a tail has 2.5 %.
fisher <- function(cells) {
  table <- matrix(cells, 2, byrow = TRUE); test <- fisher.test(table)
  m <- sum(table[, 1]); n <- sum(table[, 2]); k <- sum(table[1, ]); x <- max(0, k - n):min(k, m); chance <- dhyper(x, m, n, k, log = TRUE)
  share <- function(log_odds) { w <- chance + x * log_odds; w <- exp(w - max(w)); w / sum(w) }
  solve_for <- function(f) exp(uniroot(f, c(-15, 15), tol = 1e-13)$root)
  list(cells = cells, value = solve_for(function(b) sum(x * share(b)) - cells[1]), low = solve_for(function(b) sum(share(b)[x >= cells[1]]) - 0.025),
       high = solve_for(function(b) sum(share(b)[x <= cells[1]]) - 0.025), r_value = as.numeric(test$estimate), r_low = test$conf.int[1], r_high = test$conf.int[2])
}
birthwt <- dataset("birthwt")
record(list(
  paired = list(depression = paired(depression$first, depression$second), sleep = paired(sleep$first, sleep$second), peak_flow = paired(flow$wright, flow$mini),
                asah = paired(asah$s100b * 100, asah$ndka)),
  kendall = list(peak_flow = tau(flow$wright, flow$mini), depression = tau(depression$first, depression$second), asah = tau(asah$s100b, asah$ndka), ozone = tau(air$Ozone, air$Wind)),
  fisher = list(fisher(c(30, 44, 29, 86)), fisher(c(3, 1, 1, 3)), fisher(c(2, 10, 15, 3)), fisher(as.integer(t(table(birthwt$ht, birthwt$low))))),
  fisher_zero = list(cells = c(0, 7, 5, 4), high = fisher.test(matrix(c(0, 7, 5, 4), 2, byrow = TRUE))$conf.int[2])
), "change_pairs")
