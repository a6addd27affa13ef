# --- Proportions and paired proportions -------------------------------------------------------
share_of <- function(successes, n, level) {
  if (n == 0) return(list("with it" = 0, "of" = 0))
  wilson <- suppressWarnings(prop.test(successes, n, conf.level = level, correct = FALSE)$conf.int)
  exact <- binom.test(successes, n, conf.level = level)$conf.int
  list("with it" = successes, "of" = n, "share" = successes / n, "Wilson, lower" = wilson[1],
    "Wilson, upper" = wilson[2], "Clopper-Pearson, lower" = exact[1],
    "Clopper-Pearson, upper" = exact[2])
}

occurrence <- function(events, level) {
  share_of(sum(events, na.rm = TRUE), sum(!is.na(events)), level)
}

paired <- function(first, second, level) {
  known <- !is.na(first) & !is.na(second)
  a <- sum(first[known] == 1 & second[known] == 1)
  b <- sum(first[known] == 1 & second[known] == 0)
  c <- sum(first[known] == 0 & second[known] == 1)
  d <- sum(first[known] == 0 & second[known] == 0)
  n <- sum(known)
  if (n == 0) return(list("both" = 0, "only the first" = 0, "only the second" = 0, "neither" = 0))
  by_newcombe <- newcombe(a, b, c, d, level)
  by_tango <- tango(b, c, n, level)
  found <- list("both" = a, "only the first" = b, "only the second" = c, "neither" = d,
    "first, share" = (a + b) / n, "second, share" = (a + c) / n, "difference" = (b - c) / n,
    "Newcombe, lower" = by_newcombe[1], "Newcombe, upper" = by_newcombe[2],
    "Tango, lower" = by_tango[1], "Tango, upper" = by_tango[2])
  if (b + c > 0) c(found, mcnemar(b, c, level)) else found
}

# Where the two differ: `b` have only the first, `c` only the second.
mcnemar <- function(b, c, level) {
  plain <- mcnemar.test(matrix(base::c(0, c, b, 0), 2), correct = FALSE)
  corrected <- max(abs(b - c) - 1, 0)^2 / (b + c)
  exact <- binom.test(b, b + c, conf.level = level)
  odds <- exact$conf.int / (1 - exact$conf.int)
  list("McNemar exact, P" = exact$p.value,
    "McNemar mid-P" = min(1, 2 * pbinom(min(b, c), b + c, 0.5) - dbinom(min(b, c), b + c, 0.5)),
    "McNemar chi-square" = unname(plain$statistic), "McNemar chi-square, P" = plain$p.value,
    "McNemar corrected" = corrected,
    "McNemar corrected, P" = pchisq(corrected, 1, lower.tail = FALSE),
    "odds ratio" = b / c, "odds ratio, lower" = odds[1], "odds ratio, upper" = odds[2])
}

# Newcombe 1998, method 10.
newcombe <- function(a, b, c, d, level) {
  n <- a + b + c + d
  one <- unlist(share_of(a + b, n, level))
  two <- unlist(share_of(a + c, n, level))
  cross <- a * d - b * c
  margins <- sqrt((a + b) * (c + d)) * sqrt((a + c) * (b + d))
  phi <- if (margins == 0) 0 else (if (cross > 0) max(cross - n / 2, 0) else cross) / margins
  half <- function(down, up) sqrt(max(0, down^2 - 2 * phi * down * up + up^2))
  by <- function(x, side) x[[paste0("Wilson, ", side)]]
  p <- one[["share"]]
  q <- two[["share"]]
  p - q + c(-half(p - by(one, "lower"), by(two, "upper") - q),
    half(by(one, "upper") - p, q - by(two, "lower")))
}

# Tango 1998: the differences whose score statistic is the normal quantile.
tango <- function(b, c, n, level) {
  z <- qnorm(0.5 + level / 2)
  score <- function(delta) {
    linear <- (2 * n - b + c) * delta - b - c
    second <- (sqrt(max(0, linear^2 + 8 * n * c * delta * (1 - delta))) - linear) / (4 * n)
    apart <- b - c - n * delta
    variance <- n * (2 * second + delta * (1 - delta))
    if (variance > 0) apart / sqrt(variance) else if (apart == 0) 0 else Inf * sign(apart)
  }
  seen <- (b - c) / n
  root <- function(target, low, high, end) {
    f <- function(delta) score(delta) - target
    if (low >= high || sign(f(low)) == sign(f(high))) return(end)
    uniroot(f, c(low, high), tol = 1e-13, maxiter = 1000)$root
  }
  c(root(z, -1 + 1e-9, seen, -1), root(-z, seen, 1 - 1e-9, 1))
}
