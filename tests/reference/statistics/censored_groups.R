# Left-censored groups as NADA::cendiff does it (flip, then survdiff), and Tobit by survreg. Run in this folder: Rscript censored_groups.R
source("common.R")
library(survival)
air <- dataset("airquality"); air <- air[!is.na(air$Ozone), ]
# Gehan's test from its definition: weights are the numbers at risk, Mantel's hypergeometric variance.
gehan <- function(time, seen, group) {
  excess <- 0; variance <- 0
  for (at in sort(unique(time[seen]))) {
    n <- sum(time >= at); n1 <- sum(time >= at & group == 1); d <- sum(time == at & seen); d1 <- sum(time == at & seen & group == 1)
    excess <- excess + n * (d1 - d * n1 / n)
    if (n > 1) variance <- variance + n^2 * d * (n1 / n) * (1 - n1 / n) * (n - d) / (n - 1)
  }
  excess^2 / variance
}
groups <- function(limits, group) {
  below <- air$Ozone < limits; known <- ifelse(below, limits, air$Ozone); flipped <- max(known) + 1 - known
  peto <- survdiff(Surv(flipped, !below) ~ group, rho = 1)
  tobit <- survreg(Surv(known, !below, type = "left") ~ group, dist = "lognormal", control = survreg.control(rel.tolerance = 1e-14, maxiter = 200))
  both <- survreg(Surv(known, !below, type = "left") ~ group + Temp, air, dist = "lognormal", control = survreg.control(rel.tolerance = 1e-14, maxiter = 200))
  fit <- function(model) list(beta = unname(coef(model)), error = unname(sqrt(diag(vcov(model)))[seq_along(coef(model))]), scale = model$scale, loglik = model$loglik)
  list(peto = peto$chisq, gehan = gehan(flipped, !below, group), tobit = fit(tobit), adjusted = fit(both), below = sum(below))
}
late <- as.integer(air$Month >= 7); n <- nrow(air)
record(list(
  one_limit = groups(rep(20, n), late), two_limits = groups(rep(c(15, 40), length.out = n), late), none = groups(rep(0.5, n), late), ties = groups(rep(16, n), as.integer(air$Month == 9))
), "censored_groups")
