# --- Logistic models --------------------------------------------------------------------------
# `terms`: one column a coefficient. Limits of the likelihood profile are searched for as roots.
logistic <- function(event, terms, level) {
  known <- complete.cases(event, terms)
  y <- event[known]
  x <- cbind(1, as.matrix(terms)[known, , drop = FALSE])
  fit <- fitted_glm(x, y, 0)
  errors <- sqrt(diag(chol2inv(fit$qr$qr)))
  found <- overall(y, fit$null.deviance - fit$deviance, ncol(x) - 1)
  for (k in seq_len(ncol(terms))) {
    # In steps, each beginning where the last one ended: far from the estimate others run away.
    deviance_at <- function(b) {
      held <- list(b = fit$coefficients[-(k + 1)])
      for (part in seq(0.1, 1, 0.1)) {
        at <- fit$coefficients[[k + 1]] + part * (b - fit$coefficients[[k + 1]])
        held <- held_fit(x[, -(k + 1), drop = FALSE], y, at * x[, k + 1], held$b)
      }
      held$deviance - fit$deviance
    }
    ends <- profile_ends(deviance_at, fit$coefficients[[k + 1]], errors[k + 1], level)
    found <- c(found, odds(names(terms)[k], fit$coefficients[[k + 1]], errors[k + 1], ends, level))
  }
  found
}

fitted_glm <- function(x, y, offset) {
  suppressWarnings(glm.fit(x, y, family = binomial(), offset = rep(offset, length.out = length(y)),
    control = glm.control(epsilon = 1e-14, maxit = 200)))
}

# The best fit beside a fixed offset, by Newton's method with steps that are halved until the
# likelihood rises.
held_fit <- function(x, y, offset, start) {
  sign <- 2 * y - 1
  log_likelihood <- function(b) sum(plogis(sign * (drop(x %*% b) + offset), log.p = TRUE))
  b <- start
  value <- log_likelihood(b)
  for (turn in seq_len(200)) {
    p <- plogis(drop(x %*% b) + offset)
    score <- drop(crossprod(x, y - p))
    step <- tryCatch(drop(solve(crossprod(x, x * p * (1 - p)), score, tol = 1e-30)),
      error = function(problem) score / max(1, max(abs(score))))
    if (sum(step * score) < 1e-13) break
    share <- 1
    while ((following <- log_likelihood(b + share * step)) < value && share > 1e-10) share <- share / 2
    if (following <= value) break
    b <- b + share * step
    value <- following
  }
  list(b = b, deviance = -2 * value)
}

overall <- function(y, statistic, df) {
  statistic <- max(0, statistic)
  list("events" = sum(y == 1), "non-events" = sum(y == 0), "likelihood ratio" = statistic,
    "likelihood ratio, P" = pchisq(statistic, df, lower.tail = FALSE))
}

odds <- function(name, b, error, ends, level) {
  wald <- exp(b + c(-1, 1) * qnorm(0.5 + level / 2) * error)
  found <- list(b, error, exp(b), wald[1], wald[2], exp(ends[1]), exp(ends[2]),
    2 * pnorm(-abs(b) / error))
  names(found) <- paste(name, c("log odds", "standard error", "odds ratio", "Wald, lower",
    "Wald, upper", "profile, lower", "profile, upper", "P by Wald"), sep = ", ")
  found
}

profile_ends <- function(deviance_at, b, error, level) {
  quantile <- qchisq(level, 1)
  vapply(c(-1, 1), function(side) {
    far <- 2
    while (deviance_at(b + side * far * error) < quantile && far < 1000) far <- 2 * far
    root <- function(steps) deviance_at(b + side * steps * error) - quantile
    # Where the profile never falls so far, there is no limit.
    if (root(far) < 0) return(NA)
    b + side * error * uniroot(root, c(0, far), tol = 1e-11, maxiter = 1000)$root
  }, 0)
}

# Twice the fall of the log-likelihood without the columns of `tested`: whether they matter.
likelihood_ratio <- function(event, terms, tested, penalised) {
  known <- complete.cases(event, terms, tested)
  y <- event[known]
  x <- cbind(1, as.matrix(terms), as.matrix(tested))[known, , drop = FALSE]
  held <- ncol(x) - rev(seq_len(ncol(tested))) + 1
  if (penalised) {
    x <- cbind(1, scale(x[, -1, drop = FALSE], scale = FALSE))
    start <- rep(0, ncol(x))
    fits <- list(firth_fit(x, y, start), firth_fit(x, y, start, held = held))
    statistic <- 2 * (fits[[1]]$log_likelihood - fits[[2]]$log_likelihood)
  } else {
    statistic <- fitted_glm(x[, -held, drop = FALSE], y, 0)$deviance - fitted_glm(x, y, 0)$deviance
  }
  statistic <- max(0, statistic)
  list("likelihood ratio" = statistic, "df" = ncol(tested),
    "P" = pchisq(statistic, ncol(tested), lower.tail = FALSE))
}

# Firth 1993: the likelihood times the root of the information's determinant. `held`: the
# coefficients that keep their start value; their columns stay in the information.
firth_fit <- function(x, y, start, held = integer(0)) {
  b <- start
  free <- setdiff(seq_along(b), held)
  penalised <- function(b) {
    p <- plogis(drop(x %*% b))
    sum(log(ifelse(y == 1, p, 1 - p))) + determinant(crossprod(x, x * p * (1 - p)))$modulus[[1]] / 2
  }
  for (turn in seq_len(500)) {
    p <- plogis(drop(x %*% b))
    w <- p * (1 - p)
    whole <- solve(crossprod(x, x * w))
    hat <- rowSums((x %*% whole) * x) * w
    score <- drop(crossprod(x, y - p + hat * (0.5 - p)))
    if (!length(free) || max(abs(score[free])) < 1e-11) break
    step <- drop((if (length(held)) solve(crossprod(x, x * w)[free, free]) else whole) %*% score[free])
    step <- step / max(1, max(abs(step)) / 5)
    share <- 1
    repeat {
      try <- b
      try[free] <- b[free] + share * step
      if (penalised(try) >= penalised(b) - 1e-12 || share < 1e-6) break
      share <- share / 2
    }
    b <- try
  }
  list(b = b, errors = sqrt(diag(whole)), log_likelihood = penalised(b))
}

firth <- function(event, terms, level) {
  known <- complete.cases(event, terms)
  y <- event[known]
  # Around their means: where a variable hardly varies the intercept would swallow the digits.
  x <- cbind(1, scale(as.matrix(terms)[known, , drop = FALSE], scale = FALSE))
  fit <- firth_fit(x, y, rep(0, ncol(x)))
  null <- firth_fit(x, y, rep(0, ncol(x)), held = 2:ncol(x))
  found <- overall(y, 2 * (fit$log_likelihood - null$log_likelihood), ncol(x) - 1)
  for (k in seq_len(ncol(terms)) + 1) {
    # Far from the estimate there can be two maxima: in small steps the right one is not left.
    deviance_at <- function(b) {
      held <- fit
      for (part in seq(0.05, 1, 0.05)) {
        start <- held$b
        start[k] <- fit$b[k] + part * (b - fit$b[k])
        held <- firth_fit(x, y, start, held = k)
      }
      2 * (fit$log_likelihood - held$log_likelihood)
    }
    ends <- profile_ends(deviance_at, fit$b[k], fit$errors[k], level)
    found <- c(found, odds(names(terms)[k - 1], fit$b[k], fit$errors[k], ends, level))
  }
  found
}
