# Covariates in forms, interactions and subgroups by base R alone. Run in this folder: Rscript declared.R
source("common.R")
birthwt <- dataset("birthwt"); asah <- dataset("asah"); endometrial <- dataset("endometrial")
tight <- glm.control(epsilon = 1e-14, maxit = 100)

# Harrell's restricted cubic spline, its knots at his quantiles of all values.
rcs <- function(x, quantiles) {
  t <- quantile(x, quantiles, names = FALSE); k <- length(t); cube <- function(at) pmax(x - at, 0)^3
  parts <- sapply(seq_len(k - 2), function(j) (cube(t[j]) - cube(t[k - 1]) * (t[k] - t[j]) / (t[k] - t[k - 1]) +
    cube(t[k]) * (t[k - 1] - t[j]) / (t[k] - t[k - 1])) / (t[k] - t[1])^2)
  cbind(x, parts)
}
four <- c(0.05, 0.35, 0.65, 0.95)
grouped <- function(x, cuts) cut(x, c(-Inf, cuts, Inf), right = FALSE)
centred <- function(x) x - mean(x)
tests <- function(model) { d <- drop1(model, scope = ~ ., test = "LRT")[-1, ]; list(terms = rownames(d), lr = d$LRT, df = d$Df, p = d$`Pr(>Chi)`) }
shown <- function(model) c(list(coef = as.numeric(coef(model)), se = as.numeric(sqrt(diag(vcov(model)))), loglik = as.numeric(logLik(model)), aic = AIC(model)))
against <- function(smaller, larger) { a <- anova(smaller, larger, test = "LRT"); list(lr = a$Deviance[2], df = a$Df[2], p = a$`Pr(>Chi)`[2]) }

# A model with a spline, categories and an interaction, columns of numbers centred in the product.
lwt <- rcs(birthwt$lwt, four); group <- grouped(birthwt$age, c(20, 25, 30)); smoke <- birthwt$smoke; age <- birthwt$age; low <- birthwt$low
product <- centred(log2(birthwt$lwt)) * smoke
logs <- log2(birthwt$lwt)
forms <- glm(low ~ smoke + lwt + group, binomial, control = tight)
crossed <- glm(low ~ logs + smoke + group + product, binomial, control = tight)
plain <- glm(low ~ logs + smoke + group, binomial, control = tight)
curve <- apply(lwt, 2, centred) * smoke
curved <- glm(low ~ lwt + smoke + curve, binomial, control = tight)
uncurved <- glm(low ~ lwt + smoke, binomial, control = tight)
by_group <- glm(low ~ logs * group + smoke, binomial, control = tight)

# Subgroups: one model with a slope in each, and the test against one slope.
inside <- glm(low ~ group + smoke + logs:group, binomial, control = tight)
nested <- coef(summary(inside))
slopes <- grep("logs", rownames(nested))
profile_root <- function(model, column, level = 0.95) {
  x <- model.matrix(model); y <- model$y; top <- as.numeric(logLik(model)); beta <- coef(model)[column]; se <- sqrt(vcov(model)[column, column])
  at <- function(b) glm(y ~ x[, -column] - 1 + offset(x[, column] * b), family = binomial, control = tight)
  fall <- function(b) 2 * (top - as.numeric(logLik(at(b)))) - qchisq(level, 1)
  as.numeric(c(uniroot(fall, beta - c(6, 0) * se, tol = 1e-12)$root, uniroot(fall, beta + c(0, 6) * se, tol = 1e-12)$root))
}
counts <- list(n = as.numeric(table(group)), events = as.numeric(tapply(low, group, sum)))
female <- asah$female; ndka <- log2(asah$ndka); poor <- asah$poor; wfns <- asah$wfns
two <- glm(poor ~ wfns + factor(female) + ndka:factor(female), binomial, control = tight)

# Penalised likelihood (Firth) maximised over the free coefficients by Newton on its numbers alone.
penalised <- function(x, y, free) {
  value <- function(part) { b <- rep(0, ncol(x)); b[free] <- part; p <- plogis(drop(x %*% b))
    sum(ifelse(y == 1, log(p), log1p(-p))) + determinant(crossprod(x, x * p * (1 - p)))$modulus[[1]] / 2 }
  best <- optim(rep(0, length(free)), function(b) -value(b), method = "BFGS", control = list(reltol = 1e-15, maxit = 5000))
  for (turn in 1:5) best <- optim(best$par, function(b) -value(b), method = "Nelder-Mead", control = list(reltol = 1e-16, maxit = 20000))
  list(coef = best$par, loglik = -best$value)
}
x <- with(endometrial, cbind(1, EH, NV, PI, EH * NV)); y <- endometrial$HG
whole <- penalised(x, y, 1:5); without <- penalised(x, y, 1:4)
statistic <- 2 * (whole$loglik - without$loglik)

record(list(
  forms = c(shown(forms), list(tests = tests(forms))),
  crossed = c(shown(crossed), list(interaction = against(plain, crossed))),
  curved = c(shown(curved), list(interaction = against(uncurved, curved))),
  groups = c(list(interaction = against(plain, by_group), coef = nested[slopes, 1], se = nested[slopes, 2],
    profile = lapply(slopes, function(j) profile_root(inside, j))), counts),
  female = list(interaction = against(glm(poor ~ wfns + factor(female) + ndka, binomial, control = tight), two),
    coef = as.numeric(coef(two)[4:5]), se = as.numeric(sqrt(diag(vcov(two)))[4:5]),
    n = as.numeric(table(female)), events = as.numeric(tapply(poor, female, sum))),
  firth = list(coef = whole$coef, lr = statistic, df = 1, p = pchisq(statistic, 1, lower.tail = FALSE))
), "declared")
