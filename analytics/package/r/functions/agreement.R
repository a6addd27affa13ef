# --- Agreement of readers ---------------------------------------------------------------------
# The patients that exactly these readers read, by the places of the readers in `read`.
read_by <- function(read, places) {
  has <- vapply(read, is.finite, logical(length(read[[1]])))
  has <- matrix(has, ncol = length(read))
  which(rowSums(has) == length(places) & rowSums(has[, places, drop = FALSE]) == length(places))
}

complete <- function(scores, rows) {
  table <- do.call(cbind, scores)[rows, , drop = FALSE]
  table[complete.cases(table), , drop = FALSE]
}

mean_squares <- function(table) {
  n <- nrow(table)
  k <- ncol(table)
  centred <- table - mean(table)
  rest <- sweep(sweep(centred, 1, rowMeans(centred)), 2, colMeans(centred))
  readers <- n * sum(colMeans(centred)^2)
  list(between = k * sum(rowMeans(centred)^2) / (n - 1), readers = readers / (k - 1),
    residual = sum(rest^2) / ((n - 1) * (k - 1)), within = (readers + sum(rest^2)) / (n * (k - 1)))
}

# Shrout & Fleiss 1979; McGraw & Wong 1996.
icc <- function(table, level) {
  n <- nrow(table)
  k <- ncol(table)
  s <- mean_squares(table)
  upper <- 0.5 + level / 2
  single <- function(error) (s$between - error) / (s$between + (k - 1) * error)
  ends <- function(error, df) {
    f <- s$between / error * c(1 / qf(upper, n - 1, df), qf(upper, df, n - 1))
    (f - 1) / (f + k - 1)
  }
  agreeing <- (s$between - s$residual) /
    (s$between + (k - 1) * s$residual + k * (s$readers - s$residual) / n)
  values <- c(single(s$within), agreeing, single(s$residual))
  limits <- list(ends(s$within, n * (k - 1)), agreement_ends(s, agreeing, n, k, upper),
    ends(s$residual, (n - 1) * (k - 1)))
  means <- c((s$between - s$within) / s$between,
    (s$between - s$residual) / (s$between + (s$readers - s$residual) / n),
    (s$between - s$residual) / s$between)
  up <- function(limit) k * limit / (1 + (k - 1) * limit)
  forms <- c("ICC(1)", "ICC(A,1)", "ICC(C,1)", "ICC(k)", "ICC(A,k)", "ICC(C,k)")
  found <- list("patients" = n)
  for (place in 1:6) {
    own <- limits[[(place - 1) %% 3 + 1]]
    own <- if (place > 3) up(own) else own
    found[[forms[place]]] <- c(values, means)[place]
    found[[paste0(forms[place], ", lower")]] <- own[1]
    found[[paste0(forms[place], ", upper")]] <- own[2]
  }
  found
}

agreement_ends <- function(s, value, n, k, upper) {
  a <- k * value / (n * (1 - value))
  b <- 1 + k * value * (n - 1) / (n * (1 - value))
  df <- (a * s$readers + b * s$residual)^2 /
    ((a * s$readers)^2 / (k - 1) + (b * s$residual)^2 / ((n - 1) * (k - 1)))
  low <- qf(upper, n - 1, df)
  high <- qf(upper, df, n - 1)
  pooled <- k * s$readers + (k * n - k - n) * s$residual
  c(n * (s$between - low * s$residual) / (low * pooled + n * s$between),
    n * (high * s$between - s$residual) / (pooled + n * high * s$between))
}

# The papers' multipliers: 1.96 for 95 %, 1.2816 for 80 %.
detectable <- function(table) {
  residual <- mean_squares(table)$residual
  list("SDD" = 1.96 * sqrt(2 * residual), "SDC 95 %" = 1.96 * sqrt(residual / ncol(table)),
    "SDC 80 %" = 1.2816 * sqrt(residual / ncol(table)))
}

bland_altman <- function(one, two, level) {
  d <- one - two
  n <- length(d)
  t <- qt(0.5 + level / 2, n - 1)
  half <- t * sd(d) * sqrt(1 / n + 1.96^2 / (2 * (n - 1)))
  middle <- mean(d) + c(-1, 1) * t * sd(d) / sqrt(n)
  ends <- mean(d) + c(-1.96, 1.96) * sd(d)
  list("mean difference" = mean(d), "mean difference, lower" = middle[1],
    "mean difference, upper" = middle[2], "SD" = sd(d), "lower limit" = ends[1],
    "lower limit, lower" = ends[1] - half, "lower limit, upper" = ends[1] + half,
    "upper limit" = ends[2], "upper limit, lower" = ends[2] - half,
    "upper limit, upper" = ends[2] + half)
}

# Cohen 1960, with the standard error of Fleiss, Cohen & Everitt 1969.
kappa_of <- function(one, two, level) {
  p <- table(factor(one, 0:1), factor(two, 0:1)) / length(one)
  chance <- sum(rowSums(p) * colSums(p))
  seen <- sum(diag(p))
  k <- (seen - chance) / (1 - chance)
  own <- sum(diag(p) * (1 - (rowSums(p) + colSums(p)) * (1 - k))^2)
  other <- (1 - k)^2 * (p[1, 2] * (colSums(p)[1] + rowSums(p)[2])^2 +
    p[2, 1] * (colSums(p)[2] + rowSums(p)[1])^2)
  error <- sqrt(max(0, own + other - (k - chance * (1 - k))^2) / length(one)) / (1 - chance)
  ends <- pmin(1, pmax(-1, k + c(-1, 1) * qnorm(0.5 + level / 2) * error))
  list("agreement" = seen, "kappa" = k, "lower" = ends[1], "upper" = ends[2])
}
