# --- Values over three visits or more ---------------------------------------------------------
# The mean of the readers, where every planned one has scored.
by_all <- function(readings, planned) {
  table <- do.call(cbind, readings)
  ifelse(rowSums(!is.na(table)) == planned, rowSums(table, na.rm = TRUE) / planned, NA)
}

mean_interval <- function(x, level) {
  found <- t.test(x, conf.level = level)$conf.int
  list("lower" = found[1], "upper" = found[2])
}

# The change from the first visit by the t test and by ranks, without those who didn't change.
changed <- function(x, level, exact) {
  x <- x[!is.na(x)]
  moved <- x[x != 0]
  found <- list("patients" = length(x), "mean" = mean(x), "unchanged" = sum(x == 0))
  if (length(moved)) {
    averages <- outer(moved, moved, "+") / 2
    found[["shift"]] <- median(averages[upper.tri(averages, diag = TRUE)])
    found[["P by ranks"]] <- wilcox.test(moved, exact = exact, correct = TRUE)$p.value
  }
  by_t <- tryCatch(t.test(x, conf.level = level), error = function(problem) NULL)
  if (!is.null(by_t)) {
    found[["mean, lower"]] <- by_t$conf.int[1]
    found[["mean, upper"]] <- by_t$conf.int[2]
    found[["P by t"]] <- by_t$p.value
  }
  found
}

# Every reading on a row of its own: `readings` holds a list of readers for each visit.
long <- function(readings) {
  n <- length(readings[[1]][[1]])
  readers <- length(readings[[1]])
  found <- data.frame(
    value = unlist(readings),
    visit = factor(rep(seq_along(readings), each = n * readers)),
    reader = factor(rep(rep(seq_len(readers), each = n), length(readings))),
    patient = factor(rep(seq_len(n), readers * length(readings)))
  )
  droplevels(found[!is.na(found$value), ])
}

# The mixed model at stored variances: generalised least squares with the whole covariance matrix.
# `df`: containment degrees of freedom, counted by ranks of the design.
visits_at <- function(rows, variances, level) {
  y <- rows$value
  x <- model.matrix(~ visit, rows)
  alike <- function(of) outer(as.integer(of), as.integer(of), "==")
  v <- variances[["patients"]] * alike(rows$patient) + variances[["residual"]] * diag(nrow(rows))
  cells <- interaction(rows$patient, rows$visit, drop = TRUE)
  rank_of <- function(formula) qr(model.matrix(formula, rows))$rank
  if (!is.null(variances[["readers"]])) v <- v + variances[["readers"]] * alike(rows$reader)
  if (!is.null(variances[["courses"]])) {
    v <- v + variances[["courses"]] * alike(cells)
    df <- nlevels(cells) - rank_of(~ patient + visit)
  } else if (!is.null(variances[["readers"]])) {
    df <- nrow(rows) - rank_of(~ patient + visit + reader)
  } else {
    df <- nrow(rows) - rank_of(~ patient + visit)
  }
  root <- chol(v)
  a <- backsolve(root, x, transpose = TRUE)
  b <- backsolve(root, y, transpose = TRUE)
  information <- crossprod(a)
  covariance <- solve(information)
  beta <- drop(covariance %*% crossprod(a, b))
  visits <- ncol(x)
  found <- list("degrees of freedom" = df, "deviance" = 2 * sum(log(diag(root))) +
    as.numeric(determinant(information)$modulus) + sum((b - a %*% beta)^2) +
    (nrow(rows) - visits) * log(2 * pi))
  later <- beta[-1]
  found[["F"]] <- sum(later * solve(covariance[-1, -1, drop = FALSE], later)) / (visits - 1)
  found[["P"]] <- pf(found[["F"]], visits - 1, df, lower.tail = FALSE)
  for (k in seq_len(visits)) {
    weights <- as.numeric(seq_len(visits) == k | seq_len(visits) == 1)
    found[[paste("mean", k)]] <- sum(weights * beta)
    half <- qnorm(0.5 + level / 2) * sqrt(drop(weights %*% covariance %*% weights))
    found[[paste0("mean ", k, ", upper")]] <- sum(weights * beta) + half
    if (k == 1) next
    found[[paste("change", k)]] <- beta[[k]]
    half <- qt(0.5 + level / 2, df) * sqrt(covariance[k, k])
    found[[paste0("change ", k, ", upper")]] <- beta[[k]] + half
  }
  found
}

# That no other variances are likelier: the restricted deviance that lme4 finds.
by_lme4 <- function(rows, variances) {
  parts <- c("(1 | patient)", if (!is.null(variances[["readers"]])) "(1 | reader)",
    if (!is.null(variances[["courses"]])) "(1 | patient:visit)")
  model <- lme4::lmer(reformulate(c("visit", parts), "value"), rows, REML = TRUE,
    control = lme4::lmerControl(optimizer = "bobyqa", check.conv.singular = "ignore"))
  list("deviance" = as.numeric(-2 * logLik(model)))
}
