# Partial correlation, equal slopes in ordered outcomes, and curvature. Run in this folder: Rscript associations.R
source("common.R")
suppressMessages({library(MASS); library(ordinal); library(splines)})
birthwt <- dataset("birthwt"); wine <- dataset("wine"); air <- dataset("airquality"); asah <- dataset("asah")

# Spearman's partial correlation: what is left of the ranks after regression on the given ranks.
partial <- function(data, x, y, given) {
  d <- as.data.frame(lapply(na.omit(data[c(x, y, given)]), rank)); k <- length(given)
  left <- function(v) residuals(lm(reformulate(given, v), d))
  r <- cor(left(x), left(y)); df <- nrow(d) - 2 - k; t <- r * sqrt(df / (1 - r^2))
  se <- sqrt((1 + r^2 / 2) / (nrow(d) - k - 3))
  # The same from the inverse of the rank correlation matrix.
  inverse <- solve(cor(d)); other <- -inverse[1, 2] / sqrt(inverse[1, 1] * inverse[2, 2])
  list(rho = r, other = other, t = t, p = 2 * pt(-abs(t), df), n = nrow(d), df = df,
    low = tanh(atanh(r) - qnorm(0.975) * se), high = tanh(atanh(r) + qnorm(0.975) * se))
}

# Brant (1990): binary models of every cut, joint covariance from the shared patients, Wald test of equal slopes.
brant <- function(y, X) {
  J <- max(y); p <- ncol(X); X1 <- cbind(1, X)
  fits <- lapply(1:(J - 1), function(m) glm(as.integer(y > m) ~ X, family = binomial, control = glm.control(epsilon = 1e-14)))
  pi <- sapply(fits, fitted); b <- sapply(fits, function(f) coef(f)[-1])
  b <- matrix(b, nrow = p); V <- matrix(0, (J - 1) * p, (J - 1) * p)
  bread <- function(m) solve(t(X1) %*% (X1 * (pi[, m] * (1 - pi[, m]))))
  for (m in 1:(J - 1)) for (l in m:(J - 1)) {
    w <- pi[, l] - pi[, m] * pi[, l]
    block <- (bread(m) %*% t(X1) %*% (X1 * w) %*% bread(l))[-1, -1, drop = FALSE]
    rows <- (m - 1) * p + 1:p; cols <- (l - 1) * p + 1:p
    V[rows, cols] <- block; V[cols, rows] <- t(block)
  }
  wald <- function(which) {
    D <- do.call(rbind, lapply(2:(J - 1), function(m) do.call(rbind, lapply(which, function(k) {
      row <- rep(0, (J - 1) * p); row[k] <- 1; row[(m - 1) * p + k] <- -1; row }))))
    e <- D %*% as.vector(b); x <- as.numeric(t(e) %*% solve(D %*% V %*% t(D)) %*% e)
    list(statistic = x, df = nrow(D), p = pchisq(x, nrow(D), lower.tail = FALSE))
  }
  list(overall = wald(1:p), terms = lapply(1:p, wald))
}
steps <- as.integer(cut(birthwt$bwt, c(0, 2000, 2500, 3000, 3500, 9000)))
columns <- as.matrix(birthwt[c("lwt", "smoke", "age")])
# The likelihood-ratio test of each term's common slope is another test of the same hypothesis.
nominal <- as.data.frame(nominal_test(clm(factor(steps) ~ lwt + smoke + age, data = birthwt)))
common <- polr(factor(steps) ~ lwt + smoke + age, data = birthwt, control = list(reltol = 1e-14))

# A natural spline with the same knots spans the restricted cubic spline.
curve <- function(event, x, other, q) {
  k <- quantile(x, q); inner <- k[-c(1, length(k))]
  line <- glm(event ~ x + other, family = binomial, control = glm.control(epsilon = 1e-14))
  bent <- glm(event ~ ns(x, knots = inner, Boundary.knots = k[c(1, length(k))]) + other, family = binomial, control = glm.control(epsilon = 1e-14))
  test <- anova(line, bent, test = "LRT")
  list(statistic = test$Deviance[2], df = test$Df[2], p = test$`Pr(>Chi)`[2], aic_line = AIC(line), aic_spline = AIC(bent))
}
record(list(
  partial_air = partial(air, "Ozone", "Wind", "Temp"), partial_two = partial(air, "Ozone", "Wind", c("Temp", "Solar.R")),
  partial_binary = partial(birthwt, "bwt", "lwt", "smoke"),
  brant_birthwt = brant(steps, columns), brant_wine = brant(as.integer(pmax(pmin(wine$rating, 4), 2)) - 1L, as.matrix(wine[c("warm", "contact")])),
  polr_birthwt = as.numeric(coef(common)), nominal_birthwt = list(term = rownames(nominal)[-1], p = nominal$`Pr(>Chi)`[-1]),
  curve_three = curve(birthwt$low, log2(birthwt$lwt), birthwt$smoke, c(0.1, 0.5, 0.9)),
  curve_four = curve(birthwt$low, log2(birthwt$lwt), birthwt$smoke, c(0.05, 0.35, 0.65, 0.95)),
  curve_five = curve(birthwt$low, log2(birthwt$age), birthwt$smoke, c(0.05, 0.275, 0.5, 0.725, 0.95))
), "associations")
