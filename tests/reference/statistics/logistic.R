# Logistic regression by glm, brglm2, car and rms. Run in this folder: Rscript logistic.R
source("common.R")
suppressMessages({library(brglm2); library(car); library(rms)})
birthwt <- dataset("birthwt"); endometrial <- dataset("endometrial"); infert <- dataset("infert"); asah <- dataset("asah")
tight <- glm.control(epsilon = 1e-14, maxit = 100)

# Profile limits as true roots: R's own confint interpolates the profile with splines.
profile_root <- function(model, column, level = 0.95) {
  x <- model.matrix(model); y <- model$y; top <- as.numeric(logLik(model)); beta <- coef(model)[column]; se <- sqrt(vcov(model)[column, column])
  fall <- function(b) 2 * (top - as.numeric(logLik(glm.fit2(x[, -column, drop = FALSE], y, x[, column] * b)))) - qchisq(level, 1)
  as.numeric(c(uniroot(fall, beta - c(6, 0) * se, tol = 1e-12)$root, uniroot(fall, beta + c(0, 6) * se, tol = 1e-12)$root))
}
glm.fit2 <- function(x, y, offset) glm(y ~ x - 1 + offset(offset), family = binomial, control = tight)

describe <- function(model) {
  null <- update(model, . ~ 1); drops <- drop1(model, test = "LRT")[-1, ]
  list(names = names(coef(model)), coef = as.numeric(coef(model)), se = as.numeric(sqrt(diag(vcov(model)))), loglik = as.numeric(logLik(model)), null = as.numeric(logLik(null)),
    aic = AIC(model), bic = BIC(model), terms = rownames(drops), lr = drops$LRT, df = drops$Df, p = drops$`Pr(>Chi)`,
    profile = lapply(seq_along(coef(model))[-1], function(j) profile_root(model, j)))
}
full <- glm(low ~ age + lwt + factor(race) + smoke + ptl + ht + ui + ftv, binomial, birthwt, control = tight)
small <- glm(low ~ age + smoke, binomial, birthwt, control = tight)
doubling <- glm(poor ~ log2(ndka) + wfns, binomial, asah, control = tight)
parity <- glm(case ~ spontaneous + induced + age, binomial, infert, control = tight)
firth <- glm(HG ~ NV + PI + EH, binomial, endometrial, method = "brglmFit", type = "AS_mean", control = list(epsilon = 1e-12, maxit = 1000))

d <- datadist(birthwt); options(datadist = "d")
spline4 <- rcspline.eval(birthwt$lwt, nk = 4, inclx = TRUE); knots <- attr(rcspline.eval(birthwt$lwt, nk = 4), "knots")
val <- val.prob(fitted(small), birthwt$low, pl = FALSE)
other <- plogis(-0.3 + 0.6 * qlogis(fitted(full)))
val_other <- val.prob(other, birthwt$low, pl = FALSE)
lrm_small <- lrm(low ~ age + lwt + smoke + ht, birthwt, x = TRUE, y = TRUE)
set.seed(7); boot <- validate(lrm_small, B = 4000)

hosmer <- function(y, p, g = 10) {
  cuts <- unique(quantile(p, seq(0, 1, length.out = g + 1), type = 7)); group <- cut(p, cuts, include.lowest = TRUE)
  observed <- tapply(y, group, sum); expected <- tapply(p, group, sum); n <- tapply(y, group, length)
  statistic <- sum((observed - expected)^2 / (expected * (1 - expected / n)))
  list(statistic = statistic, df = length(n) - 2, p = pchisq(statistic, length(n) - 2, lower.tail = FALSE))
}
v <- car::vif(full)
record(list(
  full = describe(full), small = describe(small), doubling = describe(doubling), parity = describe(parity),
  firth = list(names = names(coef(firth)), coef = as.numeric(coef(firth)), se = as.numeric(sqrt(diag(vcov(firth))))),
  gvif = list(names = rownames(v), gvif = as.numeric(v[, 1]), df = as.numeric(v[, 2])),
  spline = list(knots = knots, columns = lapply(c(1, 50, 100, 189), function(i) as.numeric(spline4[i, ]))),
  calibration_other = as.list(val_other[c("Intercept", "Slope", "Brier", "C (ROC)", "S:z", "S:p")]), other = other,
  calibration_small = as.list(val[c("Intercept", "Slope", "Brier", "C (ROC)", "S:z", "S:p")]),
  hosmer_full = hosmer(birthwt$low, fitted(full)), hosmer_small = hosmer(birthwt$low, fitted(small)),
  optimism = list(auc = boot["Dxy", "index.orig"] / 2 + 0.5, optimism = boot["Dxy", "optimism"] / 2, slope = boot["Slope", "index.corrected"], brier = boot["B", "optimism"])
), "logistic")
