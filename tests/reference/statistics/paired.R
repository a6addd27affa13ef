# Paired and single proportions by R's own tests. Run in this folder: Rscript paired.R
source("common.R")

# Tango's score interval from its definition, by numerical maximisation of the restricted
# likelihood: an implementation that shares no formula with the one under test.
restricted <- function(b, c, n, delta) {
  other <- n - b - c
  loglik <- function(p21) {
    terms <- c(b, c, other) * log(c(p21 + delta, p21, 1 - delta - 2 * p21))
    sum(terms[c(b, c, other) > 0])
  }
  optimize(loglik, c(max(0, -delta) + 1e-12, (1 - delta) / 2 - 1e-12), maximum = TRUE, tol = 1e-13)$maximum
}
score <- function(b, c, n, delta) (b - c - n * delta) / sqrt(n * (2 * restricted(b, c, n, delta) + delta * (1 - delta)))
tango <- function(b, c, n) {
  z <- qnorm(0.975); at <- (b - c) / n
  c(uniroot(function(d) score(b, c, n, d) - z, c(-0.999, at), tol = 1e-12)$root,
    uniroot(function(d) score(b, c, n, d) + z, c(at, 0.999), tol = 1e-12)$root)
}
one <- function(a, b, c, d) {
  table <- matrix(c(a, c, b, d), 2)
  plain <- mcnemar.test(table, correct = FALSE); corrected <- mcnemar.test(table, correct = TRUE)
  exact <- binom.test(b, b + c)
  odds <- exact$conf.int / (1 - exact$conf.int)
  list(cells = c(a, b, c, d), exact = exact$p.value, mid_p = exact$p.value - dbinom(min(b, c), b + c, 0.5),
       chi_square = as.numeric(plain$statistic), chi_square_p = plain$p.value,
       corrected = as.numeric(corrected$statistic), corrected_p = corrected$p.value,
       odds = b / c, odds_low = odds[1], odds_high = odds[2], tango = tango(b, c, a + b + c + d))
}
proportion <- function(x, n) list(x = x, n = n, exact = as.numeric(binom.test(x, n)$conf.int), wilson = as.numeric(prop.test(x, n, correct = FALSE)$conf.int))

record(list(
  tables = list(one(12, 11, 1, 64), one(19, 27, 4, 38), one(1, 1, 7, 12), one(59, 6, 16, 80), one(794, 86, 150, 570), one(3, 5, 5, 9)),
  proportions = list(proportion(46, 88), proportion(0, 12), proportion(12, 12), proportion(1, 40), proportion(500, 1000))
), "paired")
