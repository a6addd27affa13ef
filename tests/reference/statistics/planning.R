# Sample size and power by R and pROC. Run in this folder: Rscript planning.R
source("common.R")
suppressMessages(library(pROC))
one <- function(auc, power, kappa) { plan <- power.roc.test(auc = auc, sig.level = 0.05, power = power, kappa = kappa)
  list(auc = auc, power = power, ratio = kappa, events = plan$ncases) }
one_power <- function(auc, events, others) list(auc = auc, events = events, others = others, power = power.roc.test(auc = auc, ncases = events, ncontrols = others, sig.level = 0.05)$power)
two <- function(a1, b1, a2, b2, rn, ra, kappa) {
  first <- pnorm(a1 / sqrt(1 + b1^2)); second <- pnorm(a2 / sqrt(1 + b2^2))
  parameters <- list(A1 = a1, B1 = b1, A2 = a2, B2 = b2, rn = rn, ra = ra, delta = first - second)
  list(first = first, second = second, b1 = b1, b2 = b2, rn = rn, ra = ra, ratio = kappa,
       events = power.roc.test(parameters, power = 0.8, sig.level = 0.05, kappa = kappa)$ncases,
       power = power.roc.test(parameters, ncases = 60, ncontrols = 60 * kappa, sig.level = 0.05)$power)
}
means <- function(delta, sd, power) list(delta = delta, sd = sd, power = power, n = power.t.test(delta = delta, sd = sd, power = power, strict = TRUE, tol = 1e-10)$n)
# Unequal groups from the non-central t distribution itself.
unequal <- function(delta, sd, n, m) { bound <- qt(0.975, n + m - 2); shift <- delta / (sd * sqrt(1 / n + 1 / m))
  list(delta = delta, sd = sd, n = n, m = m, power = pt(bound, n + m - 2, shift, lower.tail = FALSE) + pt(-bound, n + m - 2, shift)) }
# McNemar: the published formulas, and the power of the uncorrected test summed over every table.
mcnemar <- function(b, c) {
  psi <- b + c; d <- abs(b - c); za <- qnorm(0.975); zb <- qnorm(0.8)
  connor <- (za * sqrt(psi) + zb * sqrt(psi - d^2))^2 / d^2
  miettinen <- (za * psi + zb * sqrt(psi^2 - d^2 * (3 + psi) / 4))^2 / (psi * d^2)
  n <- ceiling(connor); exact <- 0
  for (k in 1:n) { x <- 0:k; rejects <- (2 * x - k)^2 / k > qchisq(0.95, 1); exact <- exact + dbinom(k, n, psi) * sum(dbinom(x[rejects], k, b / psi)) }
  list(b = b, c = c, connor = connor, miettinen = miettinen, exact_power = exact)
}
# Bonett (2002), and the mean width of the F interval of ICC(3,1) over simulated studies of that size.
bonett <- function(rho, k, width) {
  n <- 8 * qnorm(0.975)^2 * (1 - rho)^2 * (1 + (k - 1) * rho)^2 / (k * (k - 1) * width^2) + 1 + if (k == 2 && rho >= 0.7) 5 * rho else 0
  N <- ceiling(n); df <- (N - 1) * (k - 1)
  widths <- replicate(4000, { f <- (1 + (k - 1) * rho) / (1 - rho) * (rchisq(1, N - 1) / (N - 1)) / (rchisq(1, df) / df)
    low <- f / qf(0.975, N - 1, df); high <- f * qf(0.975, df, N - 1); (high - 1) / (high + k - 1) - (low - 1) / (low + k - 1) })
  list(rho = rho, k = k, width = width, n = n, simulated = mean(widths))
}
set.seed(3)
record(list(
  one = list(one(0.73, 0.9, 1), one(0.82, 0.8, 1), one(0.65, 0.8, 2), one(0.7, 0.95, 0.5)), one_power = list(one_power(0.73, 41, 72), one_power(0.6, 46, 42)),
  two = list(two(1.5, 1, 1, 1, 0.5, 0.4, 1), two(1.5, 0.8, 1, 1.2, 0.5, 0.4, 2), two(0.9, 1, 1.3, 1, 0.3, 0.6, 1.5)),
  means = list(means(1, 1, 0.9), means(2.5, 4, 0.8), means(20, 10, 0.95)), unequal = list(unequal(1, 1.5, 20, 45), unequal(3, 5, 12, 6)),
  mcnemar = list(mcnemar(0.25, 0.1), mcnemar(0.11, 0.01), mcnemar(0.3, 0.2)), icc = list(bonett(0.8, 2, 0.2), bonett(0.6, 3, 0.3), bonett(0.9, 2, 0.1), bonett(0.5, 2, 0.3))
), "planning")
